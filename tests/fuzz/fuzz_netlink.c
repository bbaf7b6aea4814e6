/* Packets of any content through netlink sockets of any protocol.
 *
 * The first byte is the protocol, the second how it is shown; the rest is sent, and is the name
 * of a family, too.  Whatever it is, decoding ends, and nothing but printable characters comes out.
 */
#include "calls/value.h"
#include "output/print.h"

#include <assert.h>
#include <string.h>
#include <sys/syscall.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SOCKET = 3,
	ADDRESS = 0x1000,
	PROTOCOLS = 23,
	FORMS = CONSTANTS_VERBOSE + 1,
	ARENA_MAX = 256 << 20,
};

static void build(struct event_buffer *buffer, int32_t protocol, const uint8_t *bytes, size_t size)
{
	struct event *event = buffer->event;
	struct {
		int32_t protocol;
		struct generic_family families[3];
	} netlink = { protocol, { { 0x11, "nl80211" }, { 0x12, "ethtool" }, { 0x13, "" } } };
	size_t room = sizeof(netlink.families[2].name);

	memcpy(netlink.families[2].name, bytes, size < room ? size : room);
	event->kind = EVENT_ENTRY;
	event->nr = SYS_sendto;
	event->args[0] = SOCKET;
	event->args[1] = ADDRESS;
	event->args[2] = size;
	event_buffer_put(buffer, CHUNK_ENTRY, ADDRESS, bytes, (uint32_t)size);
	event_buffer_put(buffer, CHUNK_NETLINK, SOCKET, &netlink, sizeof(netlink));
}

static void show(const struct event *event, struct arena *arena, uint8_t form)
{
	bool abbrev = form & 1;
	struct view view = { .string_max = 32, .constants = (form >> 1) % FORMS };
	struct call_value *decoded =
		decode_call(event, arena, abbrev ? DECODE_ABBREVIATED : DECODE_ALL);
	const struct value *packet = decoded ? value_find(decoded->args, "buf") : NULL;
	struct text out = { 0 };
	struct printer printer = { .out = &out, .view = &view, .event = event, .abbrev = abbrev };

	if (packet)
		print_value(&printer, packet);
	for (size_t i = 0; i < out.length; i++)
		assert(out.bytes[i] >= ' ' && out.bytes[i] <= '~');
	text_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event_buffer buffer = { 0 };
	struct arena arena;

	if (size < 2 || event_buffer_reset(&buffer) < 0)
		return 0;
	arena_init(&arena, ARENA_MAX);
	build(&buffer, data[0] % PROTOCOLS, data + 2, size - 2);
	show(buffer.event, &arena, data[1]);
	arena_deinit(&arena);
	event_buffer_free(&buffer);
	return 0;
}
