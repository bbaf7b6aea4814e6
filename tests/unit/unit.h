/* What cmocka wants included before it, once. */
#ifndef RASTRO_UNIT_H
#define RASTRO_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
