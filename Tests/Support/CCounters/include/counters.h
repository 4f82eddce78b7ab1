// What a process has allocated and asked of SQLite, counted for kith-counts.

#ifndef KITH_COUNTERS_H
#define KITH_COUNTERS_H

#include <stdint.h>

/// Calls of malloc, calloc and realloc so far; always 0 where they cannot be interposed.
uint64_t counters_allocations(void);

/// Bytes that those calls asked for.
uint64_t counters_allocated_bytes(void);

/// SQL statements begun so far on connections opened after counters_follow_sqlite; those that a
/// full-text index runs inside are left out.
uint64_t counters_statements(void);

/// Counts the statements of every connection that is opened from now on.
void counters_follow_sqlite(void);

/// Bytes of a database's pages, the write-ahead log's included; -1 if it cannot be read.
int64_t counters_database_bytes(const char *path);

#endif
