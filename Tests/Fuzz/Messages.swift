// Fuzzes the bodies of /v1/sync and /v1/enroll in both of their forms.

@testable import SyncProtocol

enum Messages {
    static func feedRequest(_ plain: [UInt8]) {
        guard let body = decoded(try Zlib.deflate(plain, level: 0)),
            let request = decoded(try SyncCodec.decodeRequest(body))
        else { return }
        for form in BodyForm.allCases {
            require(
                try SyncCodec.decodeRequest(SyncCodec.encode(request, as: form), as: form)
                    == request, "a request is read as it was written")
        }
    }

    /// As an answer to nobody, and to a request that it may leave out a part of.
    static func feedResponse(_ plain: [UInt8]) {
        guard let body = decoded(try Zlib.deflate(plain, level: 0)) else { return }
        for request in [nil, AnsweredRequest.request] {
            guard let response = decoded(try SyncCodec.decodeResponse(body, to: request))
            else { continue }
            for form in BodyForm.allCases {
                require(
                    try SyncCodec.decodeResponse(
                        SyncCodec.encode(response, as: form, to: request), as: form, to: request)
                        == response, "an answer is read as it was written")
            }
        }
    }

    static func feedEnrollment(_ plain: [UInt8]) {
        guard let body = decoded(try Zlib.deflate(plain, level: 0)) else { return }
        if let request = decoded(try SyncCodec.decodeEnrollRequest(body)) {
            require(
                try SyncCodec.decodeEnrollRequest(SyncCodec.encode(request)) == request,
                "a request to enroll is read as it was written")
        }
        if let response = decoded(try SyncCodec.decodeEnrollResponse(body)) {
            require(
                try SyncCodec.decodeEnrollResponse(SyncCodec.encode(response)) == response,
                "an answer to an enrollment is read as it was written")
        }
    }

    static func feedJSON(_ text: [UInt8]) {
        if let request = decoded(try SyncCodec.decodeRequest(text, as: .json)) {
            require(
                try SyncCodec.decodeRequest(SyncCodec.encode(request)) == request,
                "both forms of a request say the same")
        }
        if let response = decoded(try SyncCodec.decodeResponse(text, as: .json)) {
            require(
                try SyncCodec.decodeResponse(SyncCodec.encode(response)) == response,
                "both forms of an answer say the same")
        }
        if let request = decoded(try SyncCodec.decodeEnrollRequest(text, as: .json)) {
            require(
                try SyncCodec.decodeEnrollRequest(SyncCodec.encode(request)) == request,
                "both forms of a request to enroll say the same")
        }
        if let response = decoded(try SyncCodec.decodeEnrollResponse(text, as: .json)) {
            require(
                try SyncCodec.decodeEnrollResponse(SyncCodec.encode(response)) == response,
                "both forms of an answer to an enrollment say the same")
        }
    }

    static func feedCompressed(_ body: [UInt8]) {
        let limits = SyncLimits(inflatedBytesMax: 1_048_576)
        for asksRatio in [false, true] {
            guard
                let plain = decoded(
                    try Zlib.inflate(body, limits: limits, asksRatio: asksRatio))
            else { continue }
            require(plain.count <= 1_048_576, "inflation is held to its limit")
            require(
                try Zlib.inflate(Zlib.deflate(plain, level: 6), limits: limits, asksRatio: false)
                    == plain, "a body is inflated to what was compressed")
        }
        _ = decoded(try SyncCodec.decodeRequest(body))
        _ = decoded(try SyncCodec.decodeResponse(body))
    }
}
