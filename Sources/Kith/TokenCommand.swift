// Asks a command of the person's choice for the token, so that it need not lie in a file.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command in `KITH_TOKEN_COMMAND`; it comes from the person's own environment, as `EDITOR`
/// does.
struct TokenCommand {
    /// What the shell runs.
    let command: String

    /// Runs the command and takes the first line of its output.
    func token() throws(KithError) -> String {
        guard let output = popen(command, "r") else {
            throw failure("cannot be run: \(reasonOfErrno())")
        }
        var line = [CChar](repeating: 0, count: 1024)
        let hasLine = fgets(&line, Int32(line.count), output) != nil
        let status = pclose(output)
        guard status == 0 else { throw failure("failed") }
        let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let token = String(decoding: bytes, as: UTF8.self).trimmedAtEnd()
        guard hasLine, token.isToken else { throw failure("printed no token") }
        return token
    }

    private func failure(_ what: String) -> KithError {
        KithError(
            .tokenCommand, "The command in KITH_TOKEN_COMMAND \(what).",
            remedy: "Run it by hand; it must print the token on its first line.", exitStatus: 77)
    }
}
