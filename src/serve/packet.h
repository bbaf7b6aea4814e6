/* Packets of the GDB remote serial protocol, as bytes: "$qSupported#37", acknowledged by "+".
 *
 * What a packet holds is up to others.  On the way "}" stands before a byte that would mean
 * something to the framing, turned by 0x20, and "*" after a byte that comes several times.
 * See "Overview" in the appendix "Remote Protocol" of gdb's manual. */
#ifndef RASTRO_SERVE_PACKET_H
#define RASTRO_SERVE_PACKET_H

#include "base/text.h"

enum {
	PACKET_MAX = 0x20000, /* bytes of a packet, both ways, without its frame */
};

enum packet_kind {
	PACKET_NONE, /* more bytes are needed */
	PACKET_DATA, /* one is complete */
	PACKET_ACCEPTED,
	PACKET_REJECTED, /* the other side wants it again */
	PACKET_INTERRUPT,
	PACKET_BROKEN, /* its checksum is wrong, or it is too long: it should be sent again */
};

struct packet_reader {
	uint8_t state;
	bool is_escaped, is_broken;
	uint8_t sum, sent_sum;
	size_t length;
	char bytes[PACKET_MAX + 1]; /* of PACKET_DATA, without frame and escapes, and a NUL */
};

/* Takes one byte from the other side.  The reader begins as all zero. */
enum packet_kind packet_read(struct packet_reader *, uint8_t byte);

/* Appends a packet with its frame. */
void packet_put(struct text *, const char *bytes, size_t length);

/* ---- what most packets consist of */

/* Two digits a byte. */
void hex_put(struct text *, const void *bytes, size_t length);
/* Reads digits up to something else, at most 16 of them; moves *at behind them.  False: there
 * was none, or more. */
bool hex_number(const char **at, uint64_t *number);
/* Reads at most size bytes; how many there were.  *at is moved behind them. */
size_t hex_bytes(const char **at, void *bytes, size_t size);

#endif
