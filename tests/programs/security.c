/* Landlock, seccomp and bpf: structures that grow, and commands by name. */
// rastro: -a 1 -e trace=landlock_create_ruleset,landlock_add_rule,landlock_restrict_self,seccomp,bpf,lsm_set_self_attr,rseq
// abi: x86_64 i386
#include "golden.h"

static void landlock(void)
{
	uint64_t access = 0x2001;
	struct {
		uint64_t access;
		int32_t fd;
	} __attribute__((packed)) rule = { 0xc, -1 };

	long result = syscall(444 /* landlock_create_ruleset */, &access, sizeof(access), 5);
	expect("landlock_create_ruleset({handled_access_fs=LANDLOCK_ACCESS_FS_EXECUTE"
	       "|LANDLOCK_ACCESS_FS_REFER}, 8, LANDLOCK_CREATE_RULESET_VERSION|0x4) = %s\n",
	       result_text(result));
	result = syscall(444, unreadable(), 8, 0);
	expect("landlock_create_ruleset(%p, 8, 0) = %s\n", unreadable(), result_text(result));
	result = syscall(445 /* landlock_add_rule */, -1, 1, &rule, 0);
	expect("landlock_add_rule(-1, LANDLOCK_RULE_PATH_BENEATH, {allowed_access="
	       "LANDLOCK_ACCESS_FS_READ_FILE|LANDLOCK_ACCESS_FS_READ_DIR, parent_fd=-1}, 0) = %s\n",
	       result_text(result));
	result = syscall(445, -1, 7, NULL, 5);
	expect("landlock_add_rule(-1, 0x7 /* LANDLOCK_RULE_??? */, NULL, LANDLOCK_ADD_RULE_QUIET|0x4) = %s\n",
	       result_text(result));
	struct {
		uint64_t access, port;
	} port = { 0xc, 53 };
	result = syscall(445, -1, 2, &port, 1);
	expect("landlock_add_rule(-1, LANDLOCK_RULE_NET_PORT, {allowed_access="
	       "LANDLOCK_ACCESS_NET_BIND_UDP|LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP, port=53}, "
	       "LANDLOCK_ADD_RULE_QUIET) = %s\n", result_text(result));
	result = syscall(446 /* landlock_restrict_self */, -1, 0);
	expect("landlock_restrict_self(-1, 0) = %s\n", result_text(result));
}

static void seccomp(void)
{
	uint32_t action = 0x7fff0000;
	struct {
		uint16_t length;
		void *filter;
	} program = { 0, NULL };
	uint16_t sizes[3];

	long result = syscall(SYS_seccomp, 2, 0, &action);
	expect("seccomp(SECCOMP_GET_ACTION_AVAIL, 0, [SECCOMP_RET_ALLOW]) = %s\n",
	       result_text(result));
	result = syscall(SYS_seccomp, 1, 3, &program);
	expect("seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC|SECCOMP_FILTER_FLAG_LOG, "
	       "{len=0, filter=NULL}) = %s\n", result_text(result));
	result = syscall(SYS_seccomp, 3, 0, sizes);
	expect("seccomp(SECCOMP_GET_NOTIF_SIZES, 0, {seccomp_notif=%u, seccomp_notif_resp=%u, "
	       "seccomp_data=%u}) = %s\n", sizes[0], sizes[1], sizes[2], result_text(result));
	result = syscall(SYS_seccomp, 9, 7, 8);
	expect("seccomp(0x9 /* SECCOMP_SET_MODE_??? */, 0x7, 0x8) = %s\n", result_text(result));
}

static void bpf(void)
{
	uint32_t map[6] = { 1, 4, 8, 10, 3, 0xffffffff };
	uint64_t element[4] = { 0xffffffff, 0x10, 0x20, 1 };

	long result = syscall(SYS_bpf, 0, map, sizeof(map));
	expect("bpf(BPF_MAP_CREATE, {map_type=BPF_MAP_TYPE_HASH, key_size=4, value_size=8, "
	       "max_entries=10, map_flags=BPF_F_NO_PREALLOC|BPF_F_NO_COMMON_LRU, inner_map_fd=-1}, "
	       "24) = %s\n", result_text(result));
	result = syscall(SYS_bpf, 2, element, sizeof(element));
	expect("bpf(BPF_MAP_UPDATE_ELEM, {map_fd=-1, key=0x10, value=0x20, flags=BPF_NOEXIST}, 32) = %s\n",
	       result_text(result));
	result = syscall(SYS_bpf, 3, element, 16);
	expect("bpf(BPF_MAP_DELETE_ELEM, {map_fd=-1, key=0x10}, 16) = %s\n", result_text(result));
	result = syscall(SYS_bpf, 99, NULL, 0);
	expect("bpf(0x63 /* BPF_??? */, NULL, 0) = %s\n", result_text(result));
}

static void modules(void)
{
	struct {
		uint64_t id, flags, length, context_length;
		char context[8];
	} context = { 101, 0, sizeof(context), 5, "none" };

	long result = syscall(460 /* lsm_set_self_attr */, 100, &context, sizeof(context), 7);
	expect("lsm_set_self_attr(LSM_ATTR_CURRENT, {id=LSM_ID_SELINUX, flags=0, len=40, ctx_len=5, "
	       "ctx=\"none\\0\"}, 40, 0x7) = %s\n", result_text(result));
	result = syscall(SYS_rseq, unreadable(), 32, 1, 5);
	expect("rseq(%p, 0x20, RSEQ_FLAG_UNREGISTER, 0x5) = %s\n", unreadable(), result_text(result));
}

int main(void)
{
	golden_begin();
	landlock();
	seccomp();
	bpf();
	modules();
	golden_end();
	return 0;
}
