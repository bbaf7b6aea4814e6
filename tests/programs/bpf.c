/* What bpf(2) takes since strace 6.1: commands, types of links, members at the end. */
// rastro: -a 1 -e trace=bpf
// abi: x86_64 i386
#include "golden.h"

static uint32_t attr[40];

static void set64(unsigned index, uint64_t value)
{
	memcpy(&attr[index], &value, sizeof(value));
}

static void bpf(int command, size_t size, const char *shown)
{
	long result = syscall(SYS_bpf, command, attr, size);

	expect("bpf(%s, %zu) = %s\n", shown, size, result_text(result));
	memset(attr, 0, sizeof(attr));
}

static void commands(void)
{
	attr[0] = 99;
	bpf(32, 4, "BPF_ENABLE_STATS, {enable_stats={type=0x63 /* BPF_STATS_??? */}}");
	attr[1] = 1; /* what no kernel takes */
	bpf(32, 8, "BPF_ENABLE_STATS, {enable_stats={type=BPF_STATS_RUN_TIME}, ...}");
	attr[0] = -1;
	attr[1] = 5;
	bpf(33, 8, "BPF_ITER_CREATE, {iter_create={link_fd=-1, flags=0x5}}");
	attr[0] = -1;
	bpf(34, 4, "BPF_LINK_DETACH, {link_detach={link_fd=-1}}");
	attr[0] = attr[1] = -1;
	bpf(35, 12, "BPF_PROG_BIND_MAP, {prog_bind_map={prog_fd=-1, map_fd=-1, flags=0}}");
	attr[1] = -1;
	bpf(36, 8, "BPF_TOKEN_CREATE, {token_create={flags=0, bpffs_fd=-1}}");
	set64(0, 0x1000);
	attr[2] = 64;
	attr[3] = 1;
	attr[4] = -1;
	bpf(37, 20,
	    "BPF_PROG_STREAM_READ_BY_FD, {prog_stream_read={stream_buf=0x1000, "
	    "stream_buf_len=64, stream_id=1, prog_fd=-1}}");
	attr[0] = attr[1] = -1;
	attr[3] = 7;
	bpf(38, 16,
	    "BPF_PROG_ASSOC_STRUCT_OPS, {prog_assoc_struct_ops={map_fd=-1, prog_fd=-1, "
	    "flags=0}, ...}");
}

static void link_of(uint32_t type, size_t size, const char *shown)
{
	attr[0] = -1;
	attr[1] = type == 46 || type == 47 || type == 54 || type == 55 ? 1000000 : -1;
	attr[2] = type;
	bpf(28, size, shown);
}

static void links(void)
{
	static uint64_t numbers[2] = { 4, 5 };

	attr[4] = 7;
	attr[6] = 8;
	link_of(24, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_TRACE_FENTRY, flags=0, tracing={target_btf_id=7, cookie=0x8}}}");
	attr[4] = 2;
	attr[5] = 1;
	attr[6] = -5;
	attr[7] = 1;
	link_of(45, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_NETFILTER, flags=0, netfilter={pf=2, hooknum=1, priority=-5, "
	        "flags=BPF_F_NETFILTER_IP_DEFRAG}}}");
	attr[4] = -1;
	attr[6] = 3;
	link_of(46, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_ifindex=1000000, attach_type="
	        "BPF_TCX_INGRESS, flags=0, tcx={relative_fd=-1, expected_revision=3}}}");
	attr[4] = -1;
	link_of(54, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_ifindex=1000000, attach_type="
	        "BPF_NETKIT_PRIMARY, flags=0, netkit={relative_fd=-1, expected_revision=0}}}");
	attr[4] = -1;
	link_of(47, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_ifindex=1000000, attach_type="
	        "BPF_TCX_EGRESS, flags=0, tcx={relative_fd=-1, expected_revision=0}}}");
	attr[4] = -1;
	link_of(55, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_ifindex=1000000, attach_type="
	        "BPF_NETKIT_PEER, flags=0, netkit={relative_fd=-1, expected_revision=0}}}");
	attr[4] = 1;
	link_of(56, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_TRACE_KPROBE_SESSION, flags=0, kprobe_multi={"
	        "flags=BPF_F_KPROBE_MULTI_RETURN, cnt=0, syms=NULL, addrs=NULL, cookies=NULL}}}");
	link_of(57, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_TRACE_UPROBE_SESSION, flags=0, uprobe_multi={path=NULL, offsets=NULL,"
	        " ref_ctr_offsets=NULL, cookies=NULL, cnt=0, flags=0, pid=0}}}");
	attr[4] = 7;
	link_of(58, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_TRACE_FSESSION, flags=0, tracing={target_btf_id=7, cookie=0}}}");
	set64(4, (uintptr_t)"/bin/nonesuch");
	set64(6, (uintptr_t)numbers);
	attr[12] = 2;
	attr[13] = 1;
	attr[14] = -1;
	link_of(48, 64,
	        "BPF_LINK_CREATE, {link_create={prog_fd=-1, target_fd=-1, attach_type="
	        "BPF_TRACE_UPROBE_MULTI, flags=0, uprobe_multi={path=\"/bin/nonesuch\", "
	        "offsets=[0x4, 0x5], ref_ctr_offsets=NULL, cookies=NULL, cnt=2, "
	        "flags=BPF_F_UPROBE_MULTI_RETURN, pid=-1}}}");
}

static void members(void)
{
	set64(0, (uintptr_t)"file");
	attr[2] = -1;
	attr[3] = 0x4000;
	attr[4] = -100;
	bpf(6, 20,
	    "BPF_OBJ_PIN, {pathname=\"file\", bpf_fd=-1, file_flags=BPF_F_PATH_FD, "
	    "path_fd=AT_FDCWD}");
	attr[0] = attr[1] = -1;
	attr[3] = 0x20 | 8;
	attr[5] = 12;
	bpf(8, 32,
	    "BPF_PROG_ATTACH, {target_fd=-1, attach_bpf_fd=-1, attach_type="
	    "BPF_CGROUP_INET_INGRESS, attach_flags=BPF_F_BEFORE|BPF_F_ID, replace_bpf_fd=0, "
	    "relative_id=12}");
	attr[0] = attr[1] = attr[5] = -1;
	bpf(8, 32,
	    "BPF_PROG_ATTACH, {target_fd=-1, attach_bpf_fd=-1, attach_type="
	    "BPF_CGROUP_INET_INGRESS, attach_flags=0, replace_bpf_fd=0, relative_fd=-1}");
	attr[0] = 1;
	attr[4] = 0x10000;
	attr[18] = attr[19] = -1;
	bpf(0, 80,
	    "BPF_MAP_CREATE, {map_type=BPF_MAP_TYPE_HASH, key_size=0, value_size=0, "
	    "max_entries=0, map_flags=BPF_F_TOKEN_FD, inner_map_fd=0, map_name=\"\", "
	    "map_ifindex=0, "
	    "btf_fd=0, btf_key_type_id=0, btf_value_type_id=0, btf_vmlinux_value_type_id=0, "
	    "map_extra=0, value_type_btf_obj_fd=-1, map_token_fd=-1}");
}

int main(void)
{
	golden_begin();
	commands();
	links();
	members();
	golden_end();
	return 0;
}
