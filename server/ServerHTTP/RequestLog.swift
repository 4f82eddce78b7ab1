// One line for each request; never a field's value, a token or a query.

import Hummingbird
import Logging

/// What is known of a request when it has been answered.
struct RequestLog: Sendable {
    let method: String
    let began: ContinuousClock.Instant
    /// The path of the route; unknown paths are not repeated, since they are somebody's text.
    var route = "-"
    var device: String?
    var code: String?
    var ops = 0
    var bytesIn = 0
    var bytesOut = 0

    init(request: Request, began: ContinuousClock.Instant) {
        method = request.method.rawValue
        self.began = began
    }

    /// Writes the line.
    func write(status: Int, to logger: Logger) {
        let level: Logger.Level = status >= 500 ? .error : .info
        guard logger.logLevel <= level else { return }
        let milliseconds = (ContinuousClock.now - began) / .milliseconds(1)
        var metadata: Logger.Metadata = [
            "method": "\(method.prefix(16))", "route": "\(route)", "status": "\(status)",
            "ms": "\((milliseconds * 10).rounded() / 10)", "ops": "\(ops)",
            "in": "\(bytesIn)", "out": "\(bytesOut)",
        ]
        if let device { metadata["device"] = "\(device)" }
        if let code { metadata["code"] = "\(code)" }
        logger.log(level: level, "request", metadata: metadata)
    }
}
