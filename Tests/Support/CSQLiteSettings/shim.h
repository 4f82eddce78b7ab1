// Settings of SQLite as a whole, which Swift cannot make because their function is variadic.

#include <sqlite3.h>

/// Keeps no count of memory, for which all threads wait for each other; before any other use of SQLite.
/// Gives SQLite's result code.
static inline int kith_sqlite_counts_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
