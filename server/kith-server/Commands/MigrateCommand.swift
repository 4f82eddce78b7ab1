// `kith-server migrate`: moves the database forward without serving.

import ArgumentParser

/// Brings a data folder to the layout of this program.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to the layout of this program; serve does so, too.")

    @OptionGroup var data: DataOptions

    func run() throws {
        let folder = try data.folder()
        let lock = try FolderLock(folder)
        _ = try folder.server()
        lock.release()
        StandardStreams.output("\(folder.path) has the layout of \(VersionCommand.software)")
    }
}
