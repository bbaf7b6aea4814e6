/* Events that a program might have caused, made from any bytes. */
#ifndef RASTRO_FUZZ_LIKELY_H
#define RASTRO_FUZZ_LIKELY_H

#include "event/event.h"

/* Any call, whose arguments and memory are what its description looks for, mostly. */
void likely_event(struct event_buffer *, const uint8_t *data, size_t size);

#endif
