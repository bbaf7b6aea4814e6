/* What bpf(2) tells of a map: only the address if that is all it knows of the descriptor, or
 * nothing could be read.  Where maps may not be made, there are only the others. */
// rastro: -a 1 -v -e trace=bpf
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>
#include <linux/bpf.h>

static void info(int fd, uint32_t length, const void *where, uint32_t came, const char *shown)
{
	uint32_t attr[4] = { (uint32_t)fd, length };
	uint64_t address = (uintptr_t)where;

	memcpy(&attr[2], &address, sizeof(address));
	long result = syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, attr, sizeof(attr));

	expect("bpf(BPF_OBJ_GET_INFO_BY_FD, {info={bpf_fd=%d, info_len=%u", fd, length);
	if (result == 0 && came != length)
		expect(" => %u", came);
	expect(", info=%s}}, 16) = %s\n", shown, result_text(result));
}

static const char *address_text(const void *address)
{
	static char text[32];

	snprintf(text, sizeof(text), "%p", address);
	return text;
}

static void map(int fd)
{
	/* The first 16 bytes are all that older kernels and newer ones write alike. */
	static struct bpf_map_info known;
	char text[256];
	uint32_t attr[4] = { (uint32_t)fd, sizeof(known) };
	uint64_t address = (uintptr_t)&known;

	memcpy(&attr[2], &address, sizeof(address));
	if (syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, attr, sizeof(attr)) < 0)
		return;
	snprintf(text, sizeof(text),
	         "{type=BPF_MAP_TYPE_ARRAY, id=%u, key_size=4, value_size=8, max_entries=1, "
	         "map_flags=0, name=\"golden\", ifindex=0, btf_vmlinux_value_type_id=0, "
	         "netns_dev=makedev(0, 0), netns_ino=0, btf_id=0, btf_key_type_id=0, "
	         "btf_value_type_id=0, btf_vmlinux_id=0}",
	         known.id);
	expect("bpf(BPF_OBJ_GET_INFO_BY_FD, {info={bpf_fd=%d, info_len=%u", fd,
	       (unsigned)sizeof(known));
	if (attr[1] != sizeof(known))
		expect(" => %u", attr[1]);
	expect(", info=%.*s, map_extra=0}}}, 16) = 0\n", (int)strlen(text) - 1, text);
	info(fd, 80, memset(&known, 0, sizeof(known)), 80, text);
	info(fd, 80, NULL, 80, "NULL");
	info(fd, 80, unreadable(), 80, address_text(unreadable()));
}

int main(void)
{
	static union bpf_attr create = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 8,
		.max_entries = 1,
		.map_name = "golden",
	};
	static char some[80];
	int other = open("/dev/null", O_RDONLY);
	int fd = (int)syscall(SYS_bpf, BPF_MAP_CREATE, &create, sizeof(create));

	golden_begin();
	if (fd >= 0)
		map(fd);
	info(other, sizeof(some), some, 0, address_text(some));
	info(-1, sizeof(some), some, 0, address_text(some));
	golden_end();
	return 0;
}
