// What the small lexer keeps and what it blanks.

import Testing

@Suite struct MaskedSourceTests {
    @Test(arguments: [
        ("let a = 1 // Date()", "let a = 1          "),
        ("f(/* { /* x */ } */ 2)", "f(                  2)"),
        (#"let s = "{" + b"#, #"let s = " " + b"#),
        (##"let s = #"a"b"# + c"##, ##"let s = #"   "# + c"##),
        (#"print("\(f("}")) {") }"#, #"print("    " "    ") }"#),
        (#"let q = "\"{" }"#, #"let q = "   " }"#),
        ("let m = \"\"\"\n { \"\n \"\"\" }", "let m = \"\"\"\n    \n \"\"\" }"),
    ])
    func onlyCodeIsLeft(source: String, code: String) {
        #expect(MaskedSource.code(of: source) == code)
    }
}
