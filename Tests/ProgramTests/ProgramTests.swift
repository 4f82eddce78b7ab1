// The suite of all program tests: one at a time, since they measure time and share two cores.

import Testing

/// Real programs over real sockets and files.
@Suite(.serialized) struct ProgramTests {}
