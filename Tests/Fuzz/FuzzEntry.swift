// Where libFuzzer enters: the decoder is chosen by the environment, or seeds are written.

import Foundation

/// The decoder that KITH_FUZZ names.
private let chosen = ProcessInfo.processInfo.environment["KITH_FUZZ"]
    .flatMap(FuzzedDecoder.init(rawValue:))

/// Called once, before all else; with KITH_FUZZ_SEEDS=FOLDER it writes a corpus and ends.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzInitialize(
    _: UnsafeMutablePointer<CInt>?,
    _: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    if let folder = ProcessInfo.processInfo.environment["KITH_FUZZ_SEEDS"] {
        do { try Seeds(vectors: "protocol/vectors").write(to: folder) } catch {
            fatalError("seeds: \(error)")
        }
        exit(0)
    }
    guard chosen == nil else { return 0 }
    print("KITH_FUZZ names one of:", FuzzedDecoder.allCases.map(\.rawValue).joined(separator: " "))
    exit(64)
}

/// Called with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTestOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen?.feed(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
