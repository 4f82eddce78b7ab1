// The C face of an open file: the struct that SQLite allocates, and the functions it calls.

import GRDBSQLite

/// What SQLite holds of an ``OpenFile``: its methods, and behind them a reference to it.
enum ShimFile {
    private static let place = MemoryLayout<sqlite3_file>.size
    /// How much room SQLite must make for one.
    static let bytes = Int32(place + MemoryLayout<UnsafeRawPointer>.size)

    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        addContents(&methods.pointee)
        addLocks(&methods.pointee)
        addMemory(&methods.pointee)
        return methods
    }()

    /// Makes SQLite's struct one that leads to an open file.
    static func fill(_ struct: UnsafeMutablePointer<sqlite3_file>?, with open: OpenFile) {
        guard let `struct` else { return }
        `struct`.pointee.pMethods = UnsafePointer(methods)
        UnsafeMutableRawPointer(`struct`).storeBytes(
            of: Unmanaged.passRetained(open).toOpaque(), toByteOffset: place,
            as: UnsafeMutableRawPointer.self)
    }

    private static func reference(
        _ struct: UnsafeMutablePointer<sqlite3_file>?
    ) -> Unmanaged<OpenFile>? {
        guard let `struct` else { return nil }
        return Unmanaged.fromOpaque(
            UnsafeMutableRawPointer(`struct`).load(
                fromByteOffset: place, as: UnsafeMutableRawPointer.self))
    }

    /// Does something with the open file while nobody else uses its disk.
    private static func with(
        _ struct: UnsafeMutablePointer<sqlite3_file>?, _ body: (OpenFile) -> Int32
    ) -> Int32 {
        guard let open = reference(`struct`)?.takeUnretainedValue() else { return SQLITE_IOERR }
        return open.disk.lock.withLock { body(open) }
    }

    private static func addContents(_ methods: inout sqlite3_io_methods) {
        methods.xClose = { file in
            _ = ShimFile.with(file) { open in
                open.close()
                return SQLITE_OK
            }
            ShimFile.reference(file)?.release()
            return SQLITE_OK
        }
        methods.xRead = { file, target, count, offset in
            ShimFile.with(file) {
                $0.read(
                    UnsafeMutableRawBufferPointer(start: target, count: Int(count)),
                    at: Int(offset))
            }
        }
        methods.xWrite = { file, source, count, offset in
            ShimFile.with(file) {
                $0.write(
                    UnsafeRawBufferPointer(start: source, count: Int(count)), at: Int(offset))
            }
        }
        methods.xTruncate = { file, size in ShimFile.with(file) { $0.truncate(to: Int(size)) } }
        methods.xSync = { file, _ in ShimFile.with(file) { $0.sync() } }
        methods.xFileSize = { file, size in
            ShimFile.with(file) { open in
                guard !open.isDead else { return DiskFailure.size.code }
                size?.pointee = sqlite3_int64(open.file.bytes.count)
                return SQLITE_OK
            }
        }
    }

    private static func addLocks(_ methods: inout sqlite3_io_methods) {
        methods.xLock = { file, level in ShimFile.with(file) { $0.raise(to: level) } }
        methods.xUnlock = { file, level in ShimFile.with(file) { $0.lower(to: level) } }
        methods.xCheckReservedLock = { file, result in
            ShimFile.with(file) { open in
                result?.pointee = open.file.locks.isReserved ? 1 : 0
                return SQLITE_OK
            }
        }
        methods.xFileControl = { file, operation, argument in
            ShimFile.with(file) { open in
                guard operation == SQLITE_FCNTL_PRAGMA, let argument else {
                    return SQLITE_NOTFOUND
                }
                let words = argument.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
                if let name = words[1], let value = words[2],
                    open.weakens(pragma: String(cString: name), value: String(cString: value))
                {
                    (value[0], value[1]) = (CChar(UInt8(ascii: "1")), 0)  // which is NORMAL
                }
                return SQLITE_NOTFOUND  // SQLite goes on with the value
            }
        }
        methods.xSectorSize = { _ in 4_096 }
        methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    }

    private static func addMemory(_ methods: inout sqlite3_io_methods) {
        methods.xShmMap = { file, number, bytes, isMade, result in
            ShimFile.with(file) { open in
                guard !open.isDead else { return DiskFailure.memoryMap.code }
                result?.pointee = open.file.shared.region(
                    Int(number), bytes: Int(bytes), isMade: isMade != 0)
                return SQLITE_OK
            }
        }
        methods.xShmLock = { file, start, count, flags in
            ShimFile.with(file) { open in
                guard !open.isDead || flags & SQLITE_SHM_UNLOCK != 0 else {
                    return DiskFailure.memoryLock.code
                }
                let slots = Int(start)..<Int(start) + Int(count)
                return open.file.shared.lock(open.holder, slots, flags: flags)
                    ? SQLITE_OK : SQLITE_BUSY
            }
        }
        methods.xShmBarrier = { file in _ = ShimFile.with(file) { _ in SQLITE_OK } }
        methods.xShmUnmap = { file, _ in
            ShimFile.with(file) { open in
                open.file.shared.release(open.holder)
                return SQLITE_OK
            }
        }
    }
}
