// The C library's settings for its allocator, which its Swift module leaves out.

#include <malloc.h>
