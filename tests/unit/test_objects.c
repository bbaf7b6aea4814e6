/* What bpf(2) tells of an object, which its descriptor says the kind of. */
#include "unit.h"

#include "calls/value.h"
#include "output/print.h"

#include <sys/syscall.h>

enum { FD = 3, ATTRIBUTE = 0x1000, INFO = 0x2000, OBJ_GET_INFO_BY_FD = 15 };

static struct event_buffer buffer;
static struct arena arena;
static struct text out;
static struct view view = { .string_max = 32 };

/* info of an object of that kind, of which length bytes went in as zeros, and came out so. */
static const char *shown(const char *object, const void *info, uint32_t length)
{
	const uint32_t attribute[] = { FD, length, INFO, 0 };
	static const uint8_t zeros[256];

	assert_int_equal(event_buffer_reset(&buffer), 0);
	buffer.event->kind = EVENT_EXIT;
	buffer.event->nr = SYS_bpf;
	buffer.event->args[0] = OBJ_GET_INFO_BY_FD;
	buffer.event->args[1] = ATTRIBUTE;
	buffer.event->args[2] = sizeof(attribute);
	event_buffer_put(&buffer, CHUNK_ENTRY, ATTRIBUTE, attribute, sizeof(attribute));
	event_buffer_put(&buffer, CHUNK_OBJECT, FD, object, (uint32_t)strlen(object));
	event_buffer_put(&buffer, CHUNK_ENTRY, INFO, zeros, length);
	event_buffer_put(&buffer, CHUNK_EXIT, ATTRIBUTE, attribute, sizeof(attribute));
	event_buffer_put(&buffer, CHUNK_EXIT, INFO, info, length);
	arena_empty(&arena);
	struct call_value *decoded = decode_call(buffer.event, &arena, DECODE_ALL);
	struct printer printer = { .out = &out, .view = &view, .event = buffer.event };

	assert_non_null(decoded);
	assert_int_equal(decoded->misses, 0);
	out.length = 0;
	print_value(&printer, value_find(decoded->args, "attr.info.info"));
	text_char(&out, '\0');
	return out.bytes;
}

static void test_maps(void **state)
{
	const uint32_t info[24] = { 1, 7,     4, 8, 16, 0, 0x70616d, 0, 0, 0, 1000000,
		                    5, 0x801, 0, 9, 0,  2, 3,        4, 6, 10 };

	(void)state;
	assert_string_equal(shown("bpf-map", info, 12),
	                    "{type=BPF_MAP_TYPE_HASH, id=7, key_size=4, value_size=0, "
	                    "max_entries=0, map_flags=0}");
	assert_string_equal(shown("bpf-map", info, sizeof(info)),
	                    "{type=BPF_MAP_TYPE_HASH, id=7, key_size=4, value_size=8, "
	                    "max_entries=16, map_flags=0, name=\"map\", ifindex=1000000, "
	                    "btf_vmlinux_value_type_id=5, netns_dev=makedev(0x8, 0x1), "
	                    "netns_ino=9, btf_id=2, btf_key_type_id=3, btf_value_type_id=4, "
	                    "btf_vmlinux_id=6, map_extra=10}");
}

static void test_programs(void **state)
{
	const uint32_t info[14] = { 1, 7, 0x04030201, 0x08070605, 20, 16 };

	(void)state;
	assert_string_equal(shown("bpf-prog", info, 40),
	                    "{type=BPF_PROG_TYPE_SOCKET_FILTER, id=7, tag=\"\\x01\\x02\\x03"
	                    "\\x04\\x05\\x06\\x07\\x08\", jited_prog_len=0 => 20, "
	                    "jited_prog_insns=NULL, xlated_prog_len=0 => 16, "
	                    "xlated_prog_insns=NULL}");
}

static void test_types(void **state)
{
	const uint32_t info[8] = { 0x5000, 0, 40, 7, 0, 0, 3, 1 };

	(void)state;
	assert_string_equal(shown("btf", info, sizeof(info)),
	                    "{btf=0x5000, btf_size=0 => 40, id=7, name=NULL, name_len=0 => 3, "
	                    "kernel_btf=1}");
}

static void test_links(void **state)
{
	static const char *const links[] = {
		"type=0",
		"type=BPF_LINK_TYPE_RAW_TRACEPOINT, id=8, prog_id=9, tp_name=NULL, tp_name_len=2",
		"type=BPF_LINK_TYPE_TRACING, id=8, prog_id=9, attach_type=BPF_XDP, "
		"target_obj_id=0, target_btf_id=2",
		"type=BPF_LINK_TYPE_CGROUP, id=8, prog_id=9, cgroup_id=37, "
		"attach_type=BPF_CGROUP_INET_SOCK_CREATE",
		"type=BPF_LINK_TYPE_ITER, id=8, prog_id=9, target_name=NULL, target_name_len=2",
		"type=BPF_LINK_TYPE_NETNS, id=8, prog_id=9, netns_ino=37, "
		"attach_type=BPF_CGROUP_INET_INGRESS",
		"type=BPF_LINK_TYPE_XDP, id=8, prog_id=9, ifindex=37",
		"type=BPF_LINK_TYPE_PERF_EVENT, id=8, prog_id=9, type=0x25 /* "
		"BPF_PERF_EVENT_??? */",
		"type=BPF_LINK_TYPE_KPROBE_MULTI, id=8, prog_id=9, addrs=0x25, count=2, "
		"flags=BPF_F_KPROBE_MULTI_RETURN|0x2, missed=4",
		"type=BPF_LINK_TYPE_STRUCT_OPS, id=8, prog_id=9, map_id=37",
		"type=BPF_LINK_TYPE_NETFILTER, id=8, prog_id=9, pf=37, hooknum=0, priority=2, "
		"flags=BPF_F_NETFILTER_IP_DEFRAG|0x2",
		"type=BPF_LINK_TYPE_TCX, id=8, prog_id=9, ifindex=37, "
		"attach_type=BPF_CGROUP_INET_INGRESS",
		"type=BPF_LINK_TYPE_UPROBE_MULTI, id=8, prog_id=9, path=0x25, "
		"offsets=0x300000002, ref_ctr_offsets=0x4, cookies=NULL, path_size=0, count=0, "
		"flags=0, pid=0",
		"type=BPF_LINK_TYPE_NETKIT, id=8, prog_id=9, ifindex=37, "
		"attach_type=BPF_CGROUP_INET_INGRESS",
		"type=BPF_LINK_TYPE_SOCKMAP, id=8, prog_id=9, map_id=37, "
		"attach_type=BPF_CGROUP_INET_INGRESS",
	};

	(void)state;
	const uint32_t probe[6] = { 7, 8, 9, 0, 1 };
	assert_string_equal(shown("bpf_link", probe, sizeof(probe)),
	                    "{type=BPF_LINK_TYPE_PERF_EVENT, id=8, prog_id=9, "
	                    "type=BPF_PERF_EVENT_UPROBE}");
	for (uint32_t type = 1; type < sizeof(links) / sizeof(*links); type++) {
		bool has_text = type == 1 || type == 4;
		const uint32_t info[16] = { type, 8, 9, 0, has_text ? 0 : 37, 0, 2, 3, 4 };
		const char *text = shown("bpf_link", info, sizeof(info));

		assert_int_equal(*text, '{');
		if (strncmp(text + 1, links[type], strlen(links[type])) != 0)
			assert_string_equal(text, links[type]);
	}
}

static void test_others_have_an_address(void **state)
{
	(void)state;
	assert_string_equal(shown("[eventfd]", "", 1), "0x2000");
	assert_string_equal(shown("bpf-maps", "", 1), "0x2000");
}

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	event_buffer_free(&buffer);
	arena_deinit(&arena);
	text_free(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_others_have_an_address),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
