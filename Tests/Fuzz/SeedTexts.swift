// The texts that fuzzing begins from, for the decoders that read what people type or paste.

enum SeedTexts {
    static let all: [FuzzedDecoder: [String]] = [
        .links: links, .settings: settings, .typed: typed, .csv: csv, .notes: notes, .texts: texts,
        .admin: admin,
    ]

    private static let links: [String] = [
        "kith://sync.example.com:5484/7K3Q-0M2X-AB12-CD34#\(fingerprint)",
        " kith://[::1]:1/A#\(fingerprint)\n", "kith_AbC-_0",
    ]

    private static let settings: [String] = [
        #"{"version":1,"host":"::1","port":5484,"fingerprint":"00ff"}"#,
        #"{"format":1,"name":"Northwind","host":"localhost","port":5484}"#,
    ]

    private static let typed: [String] = [
        "2026-12-01", "2026-12-01T14:30:00.250+01:00", "1.200,50 EUR", "€ 1 200.50", "yes",
        "at risk", "-17", "northwind-2", "Müller & Söhne GmbH", "v-7k3q", "r-2s",
        "2f7a1c66-0d5e-4b3a-9a55-6f1b8f3f0c01", "street=Hauptstr. 1; city=Berlin",
        "value: 4: good\nservice: 2",
        "2f7a1c660d5e4b3a9a556f1b8f3f0c0107000000",
    ]

    private static let csv: [String] = [
        "Id,Name,Phone,BillingCity\r\n001,\"Northwind, Inc.\",\"+1 \"\"555\"\"\",Seattle\r\n",
        "name;city\nAdatum;K\u{F6}ln\n", "\u{FEFF}Record ID\tCompany name\n1\tContoso\n",
        "Email,First Name,Last Name,Company\na@example.com,Alice,Smith,Contoso\n",
    ]

    private static let notes: [String] = [
        """
        ---
        # date: the day
        date: 2026-12-01
        attendees: Alice, Bob
        ---
        <!-- a hint -->

        # They want the new pump

        Long talk about prices.

        - [ ] us: send the offer by 2026-12-05
        - [x] them: sign the contract (due friday).
        """, "No head, just text.\n\n- [ ] us:\n", "---\ndate:\n",
    ]

    private static let texts: [String] = [
        "plain", "\u{1B}[31mred\u{7}", "a\r\nb\tc\u{2028}d", "\u{202E}turned\u{FEFF}\\",
    ]

    private static let admin: [String] = [
        "{}", #"{"handle":"alice","name":"Alice","role":"rep"}"#,
        #"{"user":"alice","accounts":["northwind"],"role":"owner"}"#,
        #"{"type":"t","title":"T","status":401,"code":"c","detail":"d","remedy":"r","retry":false}"#,
        #"{"users":[]}"#, #"{"devices":[]}"#, #"{"conflicts":[]}"#, #"{"held":[]}"#,
    ]

    private static let fingerprint = String(repeating: "0123456789abcdef", count: 4)
}
