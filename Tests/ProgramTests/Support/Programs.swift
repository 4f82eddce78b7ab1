// Finds the built programs next to the test bundle, wherever the build folder is.

import Foundation

/// The programs under test.
enum Programs {
    static var server: String { path("kith-server") }
    static var kith: String { path("kith") }

    private static func path(_ name: String) -> String {
        products.appendingPathComponent(name).path
    }

    /// The folder of the test bundle, which is that of the products.
    private static var products: URL {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
        let program = bundle ?? CommandLine.arguments[0]
        var url = URL(fileURLWithPath: program)
        while url.path.contains(".xctest") { url.deleteLastPathComponent() }
        return bundle == nil ? url.deletingLastPathComponent() : url
    }
}
