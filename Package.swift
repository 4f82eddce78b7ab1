// swift-tools-version: 6.2
// The map of Kith. A top-level folder says whose side of the wire the code is on; a folder inside
// it is exactly one target; a target is exactly one concept. docs/architecture.md says who may
// import whom, and TidyTests holds this file to it.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioConcurrency: Target.Dependency = .product(
    name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(
    name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let certificates: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// A library or executable target with the settings that every target has.
func target(
    _ name: String, _ path: String, ours: [String] = [], others: [Target.Dependency] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: ours.map { .byName(name: $0) } + others, path: path,
        resources: resources, swiftSettings: strict)
}

func executable(
    _ name: String, _ path: String, ours: [String], others: [Target.Dependency]
) -> Target {
    .executableTarget(
        name: name, dependencies: ours.map { .byName(name: $0) } + others, path: path,
        swiftSettings: strict)
}

func tests(
    _ name: String, ours: [String], others: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: ours.map { .byName(name: $0) } + others, path: "Tests/\(name)",
        exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "Kith",
    platforms: [.macOS(.v15)],
    products: [
        .library(
            name: "Kith",
            targets: [
                "Kith", "ReplicaStore", "SyncClient", "SyncTransportHTTP", "SyncProtocol",
                "AccountRecords", "CausalCore",
            ]),
        .library(name: "Workload", targets: ["Workload"]),  // for Benchmarks
        .executable(name: "kith", targets: ["kith"]),
        .executable(name: "kith-server", targets: ["kith-server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        // Sources: what an application on a laptop links.
        target("CausalCore", "Sources/CausalCore"),  // clocks, contexts, stamps, conflicts; pure
        target(  // kinds, fields, values, canonical bytes
            "AccountRecords", "Sources/AccountRecords", ours: ["CausalCore"]),
        target(  // the local SQLite copy
            "ReplicaStore", "Sources/ReplicaStore", ours: ["CausalCore", "AccountRecords"],
            others: [grdb, sqlite]),
        target(  // decides and drives one sync session, over any transport
            "SyncClient", "Sources/SyncClient",
            ours: ["CausalCore", "AccountRecords", "SyncProtocol", "ReplicaStore"],
            others: [logging]),
        target(  // carries messages over HTTPS with a pinned certificate
            "SyncTransportHTTP", "Sources/SyncTransportHTTP", ours: ["SyncClient", "SyncProtocol"],
            others: [httpClient, nioCore, nioPosix, nioSSL, crypto]),
        target(  // the library's front door
            "Kith", "Sources/Kith",
            ours: [
                "CausalCore", "AccountRecords", "SyncProtocol", "ReplicaStore", "SyncClient",
                "SyncTransportHTTP",
            ], others: [logging]),

        // protocol: the contract between the sides.
        .systemLibrary(name: "CZlib", path: "protocol/CZlib", pkgConfig: "zlib"),
        target(  // frames, inflates, encodes and decodes the messages
            "SyncProtocol", "protocol/SyncProtocol", ours: ["CausalCore", "CZlib"],
            others: [protobuf]),

        // server: what runs where the network is.
        target(  // the protocol's transactions over a store; no HTTP, no SQL
            "SyncServer", "server/SyncServer",
            ours: ["CausalCore", "SyncProtocol", "AccountRecords"], others: [logging, crypto]),
        target(  // the embedded default store
            "ServerStoreSQLite", "server/ServerStoreSQLite",
            ours: ["SyncServer", "SyncProtocol", "CausalCore"], others: [grdb, sqlite]),
        target(  // routes, one file for each transaction
            "ServerHTTP", "server/ServerHTTP",
            ours: ["SyncServer", "SyncProtocol", "AccountRecords", "CausalCore"],
            others: [
                hummingbird, hummingbirdCore, hummingbirdTLS, nioConcurrency, nioCore, nioHTTP1,
                nioPosix, nioSSL, logging,
            ]),
        .systemLibrary(name: "CAllocator", path: "server/CAllocator"),  // settings of malloc
        executable(  // configuration, wiring, lifecycle
            "kith-server", "server/kith-server",
            ours: [
                "CausalCore", "AccountRecords", "SyncServer", "ServerStoreSQLite", "ServerHTTP",
                "CAllocator",
            ],
            others: [arguments, certificates, crypto, lifecycle, logging, nioSSL]),

        // client-cli: what a representative types.
        target("Import", "client-cli/Import"),  // CSV files and the columns of other systems; pure
        target("Terminal", "client-cli/Terminal"),  // tables, colours, safe text, JSON; pure
        target("VisitNote", "client-cli/VisitNote"),  // a visit's note as Markdown; pure
        executable(
            "kith", "client-cli/kith",
            ours: [
                "CausalCore", "AccountRecords", "ReplicaStore", "SyncClient", "SyncProtocol",
                "Kith", "Import", "Terminal", "VisitNote",
            ], others: [arguments, logging]),

        // Tests.
        target(  // the laws of causality on plain sets, to judge CausalCore by
            "CausalModel", "Tests/Support/CausalModel", ours: ["CausalCore"]),
        tests("CausalCoreTests", ours: ["CausalCore", "CausalModel"]),
        tests("AccountRecordsTests", ours: ["AccountRecords", "CausalCore"]),
        tests("SyncProtocolTests", ours: ["SyncProtocol", "CausalCore", "AccountRecords"]),
        tests(
            "ReplicaStoreTests", ours: ["ReplicaStore", "AccountRecords", "CausalCore"],
            others: [grdb]),
        tests(
            "ServerStoreTests",
            ours: ["ServerStoreSQLite", "SyncServer", "AccountRecords", "CausalCore"]),
        tests(
            "SyncServerTests",
            ours: [
                "SyncServer", "ServerStoreSQLite", "SyncProtocol", "AccountRecords", "CausalCore",
            ]),
        tests(
            "SyncClientTests",
            ours: [
                "SyncClient", "ReplicaStore", "SyncServer", "ServerStoreSQLite", "SyncProtocol",
                "AccountRecords", "CausalCore",
            ]),
        tests(
            "SyncTransportHTTPTests", ours: ["SyncTransportHTTP", "SyncClient", "SyncProtocol"],
            others: [nioCore, nioPosix, nioSSL]),
        tests("KithTests", ours: ["Kith"]),
        tests("ImportTests", ours: ["Import"]),
        tests("TerminalTests", ours: ["Terminal"]),
        tests("VisitNoteTests", ours: ["VisitNote"]),
        tests(
            "ServerHTTPTests",
            ours: [
                "ServerHTTP", "SyncServer", "ServerStoreSQLite", "SyncProtocol", "AccountRecords",
                "CausalCore",
            ], others: [hummingbird, nioCore]),
        tests(  // real programs over real sockets and files
            "ProgramTests",
            ours: [
                "kith", "kith-server", "Kith", "ReplicaStore", "AccountRecords", "SyncProtocol",
                "CausalCore", "CZlib",
            ], others: [nioCore, nioPosix, nioSSL]),
        target(  // whole histories with real cores, simulated time and every kind of fault
            "Simulation", "Tests/Support/Simulation",
            ours: [
                "CausalCore", "AccountRecords", "SyncProtocol", "ReplicaStore", "SyncClient",
                "SyncServer", "ServerStoreSQLite", "CZlib",
            ], others: [logging, grdb, sqlite]),
        target(  // machines whose power goes, on disks that forget what was not synced
            "PowerCut", "Tests/Support/PowerCut",
            ours: [
                "Simulation", "CausalCore", "AccountRecords", "SyncProtocol", "ReplicaStore",
                "SyncClient", "SyncServer", "ServerStoreSQLite",
            ], others: [sqlite, logging]),
        executable(  // runs histories from seeds
            "kith-simulate", "Tests/kith-simulate",
            ours: ["Simulation", "CausalModel", "PowerCut", "CausalCore", "CSQLiteSettings"],
            others: [arguments]),
        .systemLibrary(name: "CSQLiteSettings", path: "Tests/Support/CSQLiteSettings"),
        target("CCounters", "Tests/Support/CCounters"),  // counts allocations and statements; C
        executable(  // bytes, statements and allocations, held to thresholds
            "kith-counts", "Tests/kith-counts",
            ours: [
                "CausalCore", "AccountRecords", "SyncProtocol", "ReplicaStore", "SyncClient",
                "SyncServer", "ServerStoreSQLite", "Workload", "CCounters",
            ], others: [arguments, logging, sqlite]),
        tests("SimulationTests", ours: ["Simulation", "PowerCut"]),
        tests("Regressions", ours: ["Simulation"]),  // histories that once broke something
        target(  // the records that every measurement uses
            "Workload", "Tests/Support/Workload", ours: ["CausalCore", "AccountRecords"],
            others: [crypto]),
        tests(
            "WorkloadTests", ours: ["Workload", "AccountRecords", "CausalCore"], others: [crypto]),
        tests("TidyTests", ours: []),
    ]
)
