// Handles are readable, valid and can be made unique; short ids differ within a burst.
import AccountRecords
import CausalCore
import Testing

@Suite struct HandleTests {
    @Test(arguments: [
        ("Northwind Traders", "northwind-traders"),
        ("Healthcare Services Group, Inc.", "healthcare-services-group"),
        ("LGI Homes", "lgi-homes"), ("adidas AG", "adidas"), ("AT&T Inc.", "at-and-t"),
        ("Müller & Söhne GmbH", "muller-and-sohne"), ("L'Oréal S.A.", "loreal-s-a"),
        ("Société Générale SA", "societe-generale"), ("Ørsted A/S", "orsted-a-s"),
        ("Großhandel Weiß", "grosshandel-weiss"), ("Klöckner & Co", "klockner"),
        ("Ångström Þór Æsir", "angstrom-thor-aesir"),
        ("3M Company", "3m"), ("The", "the"), ("Inc.", "inc"), ("--- ??? ---", "account"),
        ("", "account"), ("\u{1F600}", "account"), ("Łódź Đuro", "lodz-duro"),
        ("McDonald\u{2019}s Corp", "mcdonalds"), ("A\u{0}B", "a-b"), ("株式会社", "zhu-shi-hui-she"),
        ("Газпром", "gazprom"),
        (
            "International Flavors and Fragrances of the World",
            "international-flavors-and"
        ),
        ("Donaudampfschifffahrtsgesellschaftskapitaen", "donaudampfschifffahrtsgesellscha"),
    ])
    func aHandleIsProposedForAName(name: String, handle: String) {
        #expect(Handle.proposal(for: name) == handle)
        #expect(Handle.isValid(handle))
    }

    @Test func handlesAreMadeUniqueWithinTheirLength() {
        var taken: Set<String> = []
        for name in Self.likeNames {
            for _ in 0..<12 {
                let handle = Handle.uniqued(Handle.proposal(for: name)) { taken.contains($0) }
                #expect(Handle.isValid(handle))
                #expect(taken.insert(handle).inserted)
            }
        }
        #expect(taken.count == Self.likeNames.count * 12)
        #expect(taken.contains("northwind-2"))
        #expect(taken.contains("donaudampfschifffahrtsgesells-12"))
    }

    static let likeNames = [
        "Northwind", "NORTHWIND, Inc.", "Northwind Ltd.", "Deutsche Bank AG", "Deutsche Börse AG",
        "Donaudampfschifffahrtsgesellschaftskapitaen", "International Business Machines Corp.",
        "International Flavors & Fragrances Inc.", "1&1 AG", "a-b-c d.e.f", "株式会社", "???",
        "abcdefghijklmnopqrstuvwxyz-abc-def",
    ]

    @Test(arguments: [
        "", "-", "a-", "-a", "a--b", "A", "a b", "ä", "a_b", "a/b",
        "abcdefghijklmnopqrstuvwxyz1234567",
    ])
    func whatIsNoHandleIsRefused(text: String) {
        #expect(!Handle.isValid(text))
    }

    @Test func aHandleAtTheLimitIsValid() {
        #expect(Handle.isValid("abcdefghijklmnopqrstuvwxyz123456"))
    }
}

@Suite struct ShortIDTests {
    @Test func idsOfOneBurstDifferInTheirFirstCharacters() {
        var source = IdentifierSource(randomness: SplitMix(state: 7))
        let ids: [RecordID] = (0..<200).map { _ in source.next(wallMilliseconds: 1_790_000_000_000)
        }
        #expect(Set(ids.map { ShortID.characters(of: $0).prefix(4) }).count > 195)
        #expect(Set(ids.map { ShortID.characters(of: $0) }).count == 200)
    }

    @Test func eachOfManyIDsIsShortenedUntilNoOtherBeginsLikeIt() throws {
        var random = SplitMix(state: 11)
        // 14 bits only, so that many begin alike.
        let ids = Set((0..<400).map { _ in random.next() & 0x3FFF_0000 | 0x8000_0000_0000_0000 })
            .map { RecordID(high: 1, low: $0) }
        let short = ShortIDs(letter: "v", lowHalves: ids.map(\.low))
        for id in ids {
            let text = try #require(short[id])
            let meant = try #require(ShortID(text))
            #expect(ids.filter(meant.matches) == [id])
            guard meant.prefix.count > ShortID.charactersDefault else { continue }
            let shorter = try #require(ShortID("v-\(meant.prefix.dropLast())"))
            #expect(ids.filter(shorter.matches).count > 1)
        }
        #expect(short[RecordID(high: 1, low: 5)] == nil)
        #expect(ShortIDs(letter: "v", lowHalves: [])[ids[0]] == nil)
    }

    @Test func aShortIDMatchesItsIDInEveryLengthAndCase() throws {
        let id = RecordID(high: 1, low: 0x8123_4567_89AB_CDEF)
        for count in 1...ShortID.charactersMax {
            let text = ShortID.text(of: id, letter: "v", characters: count)
            let short = try #require(ShortID(text))
            #expect(short.letter == "v")
            #expect(short.matches(id))
            #expect(!short.matches(RecordID(high: 1, low: 0x8123_4567_89AB_CDEE)))
            #expect(ShortID(text.uppercased()) == short)
        }
        #expect(ShortID.text(of: id, letter: "v") == "v-ffkq")
        #expect(ShortID("v-0O")?.prefix == "00")
        #expect(ShortID("V-iLl1")?.prefix == "1111")
    }

    @Test(arguments: [
        "", "v", "v-", "-7k3q", "vv-7k3q", "v-7u", "v-7k3q-1", "1-7k3q", "v-0123456789abc", "v-é",
        "é-1",
    ])
    func whatIsNoShortIDIsRefused(text: String) {
        #expect(ShortID(text) == nil)
    }
}
