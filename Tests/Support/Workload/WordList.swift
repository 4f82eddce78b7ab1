// The 3,000 words that texts are made of, with how often each comes, as plain data.

/// English words as technical documents use them, the most frequent first.
///
/// It is the workload's own list, the same in every language that makes it. Words and counts are
/// facts, not anybody's text.
enum WordList {
    /// Words, each behind the number of times that it comes; the number is left out where it is that
    /// of the word before.
    static let text = """
        25072 the 12119 a 10764 is 10557 to 8664 of 7108 and 6324 in 5672 for 4473 be 3719 if 3547 or
        3540 that 3051 it 3025 as 2984 with 2941 are 2865 an 2747 not 2584 by 2284 this 2221 object
        2121 from 1987 file 1863 self 1810 class 1727 on 1701 string 1614 value 1601 will 1597 can
        1595 name 1493 we 1383 module 1363 which 1348 list 1346 return 1293 function 1286 all 1276 used
        1269 line 1150 method 1097 when 1067 type 1032 no 1027 only 1005 at 1001 default 994 have
        988 one 963 number 958 use 954 may 953 set 943 any 911 should 905 but 897 data argument so
        881 other 871 code 831 instance 786 has 783 path 763 exception 753 must 739 bytes 722 first
        693 called 690 control 688 arguments 680 command 673 text 669 new 646 using 637 given 636 was
        634 then 633 values 632 also 604 same 602 version 591 current case 590 its 584 methods 556 you
        551 call 545 objects 541 key 538 statement 534 up 531 result 527 there 523 time 519 message
        517 defined 512 into 507 names 503 than 493 more 489 header 486 end 477 left 476 do 474 error
        468 returns 466 attribute format 464 i 462 like returned 461 right 460 import 456 files
        453 except 449 before 448 they 438 lines read 434 after 430 specified 428 non 426 dictionary
        424 does 422 two 421 directory 419 turtle 417 sequence 414 raise 413 block 409 each 408 empty
        405 context 397 user 395 see 392 where 391 following 389 true 384 types 380 characters encoding
        379 some 373 option 371 strings need 367 pattern mode 366 been 365 try 361 functions character
        355 either 352 here 350 get 346 last 344 expression don 343 classes 338 start order 337 passed
        336 node 333 event 332 source 331 support 328 integer 326 raised 323 single already
        320 attributes 318 next 317 such 314 because loop 312 server 310 instead 307 without 306 section
        304 match 303 always level available 301 stack write open socket 299 optional 297 size address
        296 example parameter 295 else 293 just input process 292 until 291 add 289 these 288 re found
        otherwise 287 base output 286 standard most 281 them 277 out thread 276 print 270 point 269 make
        268 length 263 check keyword 262 frame 258 built information 257 options 255 possible named run
        254 form 253 variable being 252 part 251 their 248 zero since work 247 local stream 242 between
        241 created buffer 237 both special 235 keys 233 copy 230 modules 228 would 227 added 224 item
        through 223 global 222 create 221 protocol response 220 calls 219 variables different containing
        package 218 handler 215 defaults whether executed 213 help prefix 211 mapping range done
        210 close 208 program index 206 items 205 specific while clause byte python 204 about 202 way
        bit 200 contains operation 199 means 198 even 197 field 196 needed uses state 193 cannot
        192 binary 191 target 189 suite change 188 handle want 186 instances numbers system 185 present
        within pass 183 search find 182 parameters what 181 over provided 180 errors 179 flag extension
        178 syntax matching 177 reference position 176 another group 173 now table 172 those
        171 multiple matches commands 170 bound override encoded 167 original long 166 library request
        165 raises itself digits 164 float false connection 163 back operations 162 definition
        161 equivalent 160 descriptor second interface 159 under could 158 negative root archive
        157 identifier count 156 were child ignore 155 execution contain above below based 154 exist
        calling 153 access space valid test letter 152 still how script 151 directly changes 150 log
        147 once including compiler 146 width window 145 running generated member headers top
        directories 144 unless implement entry 143 old sequences 140 existing allow break 139 avoid
        contents 138 trailing least occurs body details future debugger 137 exists positional common
        define continue main 136 internal 135 parent remove 134 literal removed sign decimal token
        fields platform 132 normal interpreter necessary lock port 131 written 130 appropriate equal
        manager elements closed 129 parse parser 128 exceptions three supported append currently content
        127 place never via implemented supplied stop pickle 126 tree custom precision host 125 updated
        operand hash 124 pair 123 finally later sure 122 include comparison quoted flags 121 underlying
        120 lists during imported reading record 119 changed 118 required logging 117 compile yield
        replace callable cache locale 116 exit display 114 allows provides bar too might raw 113 regular
        separator 112 allowed actually results shared subject link 111 many expressions your wait
        110 full build mailbox 109 simple references additional formatting useful cases anything
        versions 108 integers patterns small 107 leading numeric per previous 106 explicitly spaces join
        105 provide our 104 invalid made arbitrary 103 less behavior sets style real parsing date
        102 split 101 generator assignment exactly rather action times info know threads events logger
        100 needs members step takes writing 99 rules setting skip color according extra push
        98 messages similar considered handling word comment 97 stored supports well converted convert
        environment 96 followed really escape offset screen 95 defines nested possibly look positive
        paths 94 statements binding alias exponent nothing 93 fails around conversion caller release
        92 own 91 assigned usage blocks off queue email 90 annotations whose condition again entries
        shell year compression 89 handled works absolute ignored formatted limit 88 literals every
        update title transport 87 evaluated complex us particular relative memory tag client 86 scope
        inspect note correct signal keep 85 insert described executable abstract selected double
        representing chunk 84 though compare pairs words complete initial day 83 side specify
        82 operator element returning frames tab 81 treated starting immediately omitted yet 80 various
        delete compiled id handlers lambda take send seconds dialog cookies 79 determined thing against
        blank generic something 78 meaning happen specifies appear very fill extensions 77 collections
        overridden probably fail parts bits decode 76 creating modified language sorted entire includes
        digit theme 75 resulting fixed public better 74 displayed makes wrapped policy nodes 73 final
        accept sent encode cookie 72 cause actual inside warning received reserved algorithm signature
        71 slice effect known terms strict decoded cancelled 70 remaining usually static intended opened
        requires debug indicates 69 invoked compute random won free safe pipe platforms memo
        68 definitions longer down large waiting 67 separated taken exact sub mark loader 66 await
        descriptors included missing unknown registry little indent task 65 total store deleted
        associated wrapper gets domain 64 debugging extended trace feature prevent decorator rest
        testing locals loaded location ensure checking backwards menu everything capital 63 starts
        follows power represent aliases enough round column map issue network tar 62 lower registered
        replaced container related structure heap 61 difference represents much libraries distribution
        addresses 60 description apply outside unchanged printable bin sort strip 59 points keywords
        yields certain creation passing semantics recent printed beginning traverse application
        temporary chars readable canvas 58 comments separate implements maximum dot short software
        57 assert occur able derived together determine follow mean quotes had quote constants month
        junk 56 depending property compatible normally broken helper 55 assume iteration expected
        execute plus tell 54 floating require terminated explicit started handles replacement rounding
        deprecated best angle 53 modify detail addition examples purpose gives clear generate shutdown
        interactive prompt completion load active indicating packages systems audio processes 52 refer
        happens kind interpreted problem virtual reset larger bugs threading copyright timezone
        51 looking becomes copied simply week status 50 indicate general listed tests doing giving site
        zip unique boundary delay 49 important adding saved operators typically sample forward blocking
        correctly tabs identifiers adds show indices imports suffix prior register compressed go save
        selection mouse button 48 attempt depends notation matched initialized breakpoints notice
        factory 47 typing processed caught resource occurred others backward things bug let big remote
        46 failed bind comma evaluation grammar partial reason accepted making put plain backslash
        editor fit 45 parentheses creates looks private mappings due wrap guard successful actions
        processing move password barrier covered drive 44 latter annotation owner likely desired
        division none reached generally conditions char high checks database working suitable magic good
        children frozen 43 requested proper accessed specifying whole guaranteed greater recursive
        parsed fall select ready sockets symbolic tokens 42 asynchronous therefore searched bases
        arithmetic ends colon checked users escaped mod inherited seek head 41 optimization speed having
        compared indentation alive further document force become reverse machine symbol payload fix
        embedded font 40 hierarchy previously operands causes array appears comparisons groups contained
        turn cycle several going recognized assumed four view copies chunks decoder seen permission
        links 39 upper significant priority counter clauses resolution printing bad why stuff appended
        buffered heading low page 38 recursively hand inserted applied formal identical continuation
        background controls earlier presentation scheme efficient runs records tasks 37 optionally maps
        assignments mechanism super bindings produce often direct preceding closing builds give enable
        letters resolved basic properly installed leave away decoding wrapping warnings err shape
        36 properties underscore computed however null flow marked logical succeed cover duplicate
        components whatever breaks whenever windows row ending modification timer 35 square brackets
        minus chain precedence individual acquire smaller terminates purposes enabled hard padding
        signals silently interesting proxy terminal component requests strong connections filter linker
        34 consists connected nor failure wrong coefficient represented sense hook come ones legacy disk
        red issues alternative rights care predicate maybe family cancel 33 writes decorators affect sum
        regardless nearest across consistent executing upon recommended among align formats faster
        finite fast divide pickling servers settings defects 32 writable recursion remainder finished
        along multi cycles shown escapes interfaces install trying clean license problems human auto
        destination scheduled connect checker 31 evaluate performed identity reasons third neither
        produces constructed subsequent garbage exited keyed scripts bottom hit share zeros triple
        selector filters unsigned tags 30 slicing targets refers supporting defining invoke declaration
        produced dictionaries although canonical implementing ordering subset dependent destroyed older
        encountered kept session rounded longest report opening permissions slash sources pen slashes
        idle 29 perform respectively symbols decorated levels product calculated got perhaps ordered
        succeeds detected phrase paragraph post entered features extend separators codes retrieved
        successfully box consider did linear incomplete quiet routine anyway hour hack acquired undo
        skipped article polygon 28 evaluates thus collection tools occurrence customize implicit wants
        undefined commonly enclosing inputs obtained corresponds steps suppress programs model expanded
        converting floats infinity mapped delimiter treat structures deal device pointer years
        27 sometimes front compliant span goes usual cached easy constant service marks circular tries
        reported concrete differences ignoring direction far channels web coordinates defect 26 outer
        primary implies overrides dynamic limited inheritance executes pretty performance begin
        translated grouping capture star identified remain middle disabled visible almost consumed
        replacing reader hold dummy bare water portion delta denominator fun 25 enclosed necessarily
        prints unpacking applies accessible parents providing legal equality compound binds sections
        overwritten especially usable typed home disable category core highest pop referenced translate
        easier smallest copying amount pure counts clients tells consume restore template responses
        sending reasonable released account signed onto verbose leaf circle bracket 24 applicable caused
        enter invocation infinite passes dotted slots themselves depend indented continues attached
        success rely forms resources describe exits chosen matter shift few allowing comparing stripped
        overhead streams accepts discard higher protocols clock native overlapped dumps click perky
        23 subscription transformed converts looked descriptions discarded think soft completed beyond
        extract marker alignment ways assuming checkers world releases internally wraps building alpha
        slow effective compilation figure opener buffers label sends cancellation race pointing cursor
        guess highlight who folding transfer persistent indents drawing graphics patent 22 leaving
        sensitive declared slot overriding strictly inherit newly tested managers repeat receiving
        convention attempts dump console indicated arrow terminate logic prefixes loading importing
        generators suffixes fully replaces catch tool configured cross adjusted quite idea says reduce
        buffering reads weekday someone days calendar pending profile ratio central variance median
        21 decide combination augmented hence fine invokes fact repeated iterate soon insertion displays
        fraction minimum shows restrictions documented ordinary redundant complicated collect external
        expect reversed say completely taking major terminator patch dispatch preferred wake poll
        channel rows routines optimize reply image convey 20 assign occurrences lost inherits party
        containers placed preserved contexts states places conditional irrefutable stops penguin remains
        quit breaking specifier alternate octal hexadecimal truncated construct relevant columns
        universal architecture initialize towards beta spawn propagate flush cut moved receive throw
        accepting locked convenience wheel quotation mail continued fork daemon 19 convenient prefixed
        begins imaginary attempted customized former floor truth keeps filled collected mostly
        introduced selects repeatedly keeping happened rule appending mentioned declarations determines
        jump resume removes searching aligned past applications loops machinery potential boundaries
        mask overflow duplicates switch ever early drop tail meant track zone unlocked seems security
        anchor area digest statistics clicked height master coordinate interval distance 18 reach
        changing atom deletion differ prevents unexpected cleared alone formed expressed implied listing
        debugged slightly newer preceded delimited aware modifiers holds modifier act emulate
        numerically removing eventually guarantee utility choice fold intermediate mixed subtract
        possibility comes expansion listen frequency granted futures late installation nice curses
        physical population 17 illegal unlike indirectly fractions restriction ranges maintain inner
        temporarily hint delegate piece unit differently unused dots generating pushed preserve
        delimiters unavailable offsets instruction compilers deep validate operating walk dependency
        locks calculate epoch alphabet tables specialized distinguish pickled stripping mu outline
        16 yielding lexical inserting raising exclusive pseudo roughly lead invariant identifying mix
        construction enables retrieve typical pick center odd emit getting updates live storing detect
        popped bootstrap distributed half designed padded trick potentially unspecified pipes blocked
        describing twice compact distribute finish manually certificate handshake kernel worth
        interaction insensitive counted query probability colors 15 semantically propagated occurring
        independent obtain automatic rich membership constructs guarantees suppressed established
        closest substituted defaulting presence anonymous invoking hashing implicitly explanation
        tracing recognize separating ask pi elsewhere incompatible linked indexes supply resolve
        candidate identify consecutive consisting rational variant triggered origin largest partially
        sorting dependencies reject unsupported pad trigger ensures avoids heuristic issued assumes
        visit minor turned responsible verify concurrent parties fetch bunch disposition bogus schemes
        white workers protect archives expensive overlap edit entirely export supposed folder hardware
        logo numerator acute focus packed severity stamp 14 generation hints weak extracted excess
        requirement limits numerical tried shorthand vertical compares kinds conversions modifying
        differs sizes easily indicator stopping originally job dynamically thousands finding qualified
        locally knows cell efficiently course please satisfy held obsolete rename unmodified arch
        signaling conform inexact rotate branch minimal snapshot daylight came manifest expects logged
        situation specifically popular topics yes linking vector networks intervals pager sparse
        13 proposal underscores correspond auditing excluding series imply notion controlled repeats
        exhausted surrounding combined leaves proceeds syntactic preserving cased reflected affects
        undocumented retry carry anywhere centered separately located basis integral falls delayed
        affected approach indexed respect populated utilities positions expand translation splits
        indexing processor updating helps shallow blue renamed scan alter calculation multiply endings
        management prepare haven resets fee notify ignores corner reports dead intercept drawn primarily
        extent quoting exclude numbering operate driven capabilities parenthesis horizontal pipeline
        expires toggle recipient units pool shapes material 12 accesses subtraction proposed reliable
        indirect lets consistency enforce belong requiring skips reflect modifies immediate official
        restart preserves braces thereof nesting situations math controlling closure framework behave
        yielded algorithms alternatives similarly fixes echo capability infinities natural computation
        answer clone prefer choose allocated unusable writer whereas ahead feed safely exiting
        microseconds leap markers sampling hereby closes abort drain winner communicate oldest seem
        milliseconds van transparent handy black labels edge caching people author obvious saves
        compress net parses knowledge domains graph grave sigma transaction foreground tip col viewer
        buttons clicking cooked offer cur 11 detailed evaluating naming meaningful accessing said period
        repetition filling receives consequence practice arbitrarily inverse surrounded precise
        understand wishes reaches deadlock interrupted notes traces absent denotes resolving extends me
        hooks introduce near behaves counting fractional meets cost lengths splitting simplify computing
        gnu deleting my mutated advantage registering traps underflow truncate closer reduces lose
        moment incremental layer primitive callers pieces worry ambiguous samples visitor overload
        destroy notified timed completes incorrect waiter paused profiling blanks atomic unable helpers
        merge compiles texts unpack pushes summary movement turns displaying producing effectively
        generates hide warn authors manipulation portable captured law optimized circumflex recipients
        bold menus degrees warranty conveying 10 causing bounds declare matrix concatenated advanced
        sensible describes reuse denote overview succeeded purely failing manner fashion locking mainly
        worst varies explained particularly hidden spelling curly rightmost limitation structural
        introduces presented freedom distinction lowest involving solely hello limitations increase
        views eggs meet helpful lazy question lot entity shot compiling subnormal validation deviation
        modes zeroes adjust exceed coding dealing midnight holding pertaining tracking draining sleep
        flushed terminating gather believe forget greedy triples permissive inconsistent hours measure
        anyone pump coming wish joined moves spawned risk favor depth cumulative opt pops loads
        extraction waits timing licenses turtles drawings orientation contributor 9 unnecessary remember
        asked performs inserts overwrite factor skipping heavily shorter traditional semicolon
        overwrites effects ambiguity saving reflection retain carefully quitting touch abbreviated
        exclamation nearly interact exceptional offending weight respective scientific altered
        categories spacing facilities permitted exclusively bacon overlapping consist retained distinct
        overwriting somewhere mutate storage stores sufficient presumably pickles emitted derive bounded
        signatures dumb rewind consumes choices simpler mimics collapse advertising publicity showing
        peer initially awakened consumer life programming maintained solution quickly manipulate
        leftmost outputs interested oriented malformed existence editing boxes noise border refused dry
        age spell unread benefit chrome mime lots bodies intact tilde compliance literally enumeration
        contributed band predecessors average reload scrolled configurable geometry scrolling bracketing
        maximized killed shall correlation charge negotiate radius tilt 8 assigns subscript sorts
        simplest searches inheriting equals acceptable involved dangling canceled discussed vary proceed
        simplified powerful cyclic recreate incorrectly protection understood desirable jumps
        termination entering subtle precede magnitude percent latitude longitude directive besides
        meanings referred combining initializing commas determining enhanced abstraction computer omit
        detection forth removal falling emulation attempting incremented combinations friends synonym
        union sin finalized merged operates quadratic duration enumerate configure hope sane unrelated
        signs exceeds clamp effort quick extreme prototype reused seeking parallel matters critical
        sound rate dash shadowed transition reporting assumption opposed duck sock waited recently
        flushing combine kill pages exports facility face topic draw encodes predecessor repetitions
        converter somewhat interior referring filtered naive term moving region room adjacent
        eliminating ugly redo sanity browse chop aliased putting applying spurious joining route mimic
        fits violation requirements history claims envelope serves attachment wrote relationship gamma
        sec trailer themes pack regression engine owns mount spent spill slope animation holder
        7 insofar rejected annotated analysis suspended continuing restrictive loss suites successively
        inspired tied merely eager collector unambiguous play invocations yourself he encounter detects
        clever switches overall impossible conjunction unlimited stand likewise failures specially apart
        aspects lone belongs prepared behind superscript reaching languages arrays additions complement
        intrinsic clears imposed reduced similarity mandatory exported suit acts caches forces trapped
        truncating rotation manipulating speeds ideal estimate reduction opens whence forever advance
        programmer watch managing informative populate mutually conflict stopped extras assumptions
        wanted uniformly inter greeting grab bother classic scheduling trivial streaming hosts slower
        serving schedule owned transports sized listening thrown maximal essential progress filtering
        pointed signalled difficult predicates disabling hitting marking hi dates coded identifies
        predefined wrappers straight fairly salt variants encryption void keyboard pep minute
        microsecond xx hyphen expanding published contiguous medium contextual guessed clearly inclusion
        hacked bat discovered definitely hyphens launching careful stub win safety collapsed segments
        appearance rendered coerce delivery epilogue ended stay injection understands redirect attacks
        incoming essentially draft forking permanently unreadable prompts serve allocation encrypted
        uniform certificates goof ball notices 6 observed asterisk inclusive phase confusion achieve
        mangled concept appearing unaffected contrast redefine improved retrieving multiplied
        mathematical performing overloaded restrict lack intuitive relations ambiguities inspects
        encapsulated bubbles credits restoring informal nicely swapped told predictable stepping offered
        originate honored clearing resumes silent tricks relied lacks scanning brace coercion suppose
        catching freed chaining proxies signify interest country alphanumeric spacious deemed vice
        maintenance eight unrecognized sole provision stated opposite afterwards attach exposed juice
        calculating dropped substitution mutual practical interpret dig internals maintaining indication
        eliminate relatively prime express boring accordingly reproduce adapted sequential shortest
        crash segment transform design executor queues logs chance expose queued resetting forbidden
        reliably secure complain discussion pull duplicated expired monitor activity launched spawning
        alert waste bail fresh wide deals remembers decodes huge hopefully successor factors exercise
        triggering grey locations mismatch simulate initializes involve east minutes directions
        accurately wink explain blow highlights apple ore anchors minimize ditto suck viewing
        bureaucracy thinking asking archiving xxx inferred cc basically worker drives hiding spirit
        submit five appeared excluded folded phrases managed preamble capturing six em pressed
        highlighting coverage
        """
}
