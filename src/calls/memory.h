/* Moved: see event/memory.h. */
#include "event/memory.h"
