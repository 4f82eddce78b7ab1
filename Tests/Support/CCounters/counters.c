// Interposes malloc and traces SQLite; one relaxed atomic addition for each event.

#include "counters.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static atomic_uint_fast64_t allocations;
static atomic_uint_fast64_t allocated_bytes;
static atomic_uint_fast64_t statements;

static uint64_t value(atomic_uint_fast64_t *counter) {
    return atomic_load_explicit(counter, memory_order_relaxed);
}

uint64_t counters_allocations(void) { return value(&allocations); }
uint64_t counters_allocated_bytes(void) { return value(&allocated_bytes); }
uint64_t counters_statements(void) { return value(&statements); }

#if defined(__linux__)
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *address, size_t size);

static void note(size_t size) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&allocated_bytes, size, memory_order_relaxed);
}

void *malloc(size_t size) {
    note(size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *address, size_t size) {
    note(size);
    return __libc_realloc(address, size);
}
#endif

static int began(unsigned kind, void *context, void *statement, void *text) {
    (void)kind, (void)context, (void)statement;
    const char *sql = text;
    if (sql != NULL && (strncmp(sql, "--", 2) == 0 || strstr(sql, "_search_") != NULL)) return 0;
    atomic_fetch_add_explicit(&statements, 1, memory_order_relaxed);
    return 0;
}

static int opened(sqlite3 *database, char **message, const void *routines) {
    (void)message, (void)routines;
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, began, NULL);
}

void counters_follow_sqlite(void) { sqlite3_auto_extension((void (*)(void))opened); }

int64_t counters_database_bytes(const char *path) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t bytes = -1;
    const char *sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW) {
        bytes = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return bytes;
}
