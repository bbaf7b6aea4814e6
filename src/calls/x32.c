#include "calls/x32.h"

/* Registers as they are. */
#define REGISTER(index)                                                                        \
	{                                                                                      \
		.name = "arg" #index, .kind = KIND_HEX, .size = { 8, 8 },                      \
		.offset = { 8 * (index - 1), 8 * (index - 1) }, .is_plain = true               \
	}

static const struct field registers[] = {
	REGISTER(1), REGISTER(2), REGISTER(3), REGISTER(4), REGISTER(5), REGISTER(6),
};

#define CALL(number, text, arguments)                                                          \
	[(number) - X32_OWN] = {                                                               \
		.name = text,                                                                  \
		.name_length = sizeof(text) - 1,                                               \
		.args = { .name = text, .count = (arguments), .fields = registers },           \
		.result = { .name = "result", .kind = KIND_INT, .size = { 8, 8 }, .is_signed = true }, \
	}

static const struct call calls[X32_END - X32_OWN] = {
	CALL(512, "rt_sigaction", 4),	   CALL(513, "rt_sigreturn", 0),
	CALL(514, "ioctl", 3),		   CALL(515, "readv", 3),
	CALL(516, "writev", 3),		   CALL(517, "recvfrom", 6),
	CALL(518, "sendmsg", 3),	   CALL(519, "recvmsg", 3),
	CALL(520, "execve", 3),		   CALL(521, "ptrace", 4),
	CALL(522, "rt_sigpending", 2),	   CALL(523, "rt_sigtimedwait", 4),
	CALL(524, "rt_sigqueueinfo", 3),   CALL(525, "sigaltstack", 2),
	CALL(526, "timer_create", 3),	   CALL(527, "mq_notify", 2),
	CALL(528, "kexec_load", 4),	   CALL(529, "waitid", 5),
	CALL(530, "set_robust_list", 2),   CALL(531, "get_robust_list", 3),
	CALL(532, "vmsplice", 4),	   CALL(533, "move_pages", 6),
	CALL(534, "preadv", 4),		   CALL(535, "pwritev", 4),
	CALL(536, "rt_tgsigqueueinfo", 4), CALL(537, "recvmmsg", 5),
	CALL(538, "sendmmsg", 4),	   CALL(539, "process_vm_readv", 6),
	CALL(540, "process_vm_writev", 6), CALL(541, "setsockopt", 5),
	CALL(542, "getsockopt", 5),	   CALL(543, "io_setup", 2),
	CALL(544, "io_submit", 3),	   CALL(545, "execveat", 5),
	CALL(546, "preadv2", 5),	   CALL(547, "pwritev2", 5),
};

const struct call *x32_call(uint64_t number)
{
	return number >= X32_OWN && number < X32_END ? &calls[number - X32_OWN] : NULL;
}
