/* Emulated instructions do what the CPU does.
 *
 * A child of ours stands at each of them, with registers and memory as chance has it.  It
 * makes a step; then all is put back, and we do the same.  Registers, flags and memory are
 * to be alike. */
#include "unit.h"

#include "arch/emulate.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PAGE = 0x1000,
	CODE_AT = 0x10000000, /* where programs of 32 bits may stand, too */
	DATA_AT = 0x20000000,
	ROUNDS = 20,
	CODE_SEGMENT_32 = 0x23,
	FLAGS_RANDOM = 0x8d5, /* all that are status */
	AUXILIARY_FLAG = 0x10,
};

static const struct form {
	unsigned abi;
	const char *name;
	size_t length;
	const char *code;
} forms[] = {
	{ 0, "push rax", 1, "\x50" },
	{ 0, "push r12", 2, "\x41\x54" },
	{ 0, "push rsp", 1, "\x54" },
	{ 0, "push 0x12", 2, "\x6a\x12" },
	{ 0, "push -5", 2, "\x6a\xfb" },
	{ 0, "push 0x12345678", 5, "\x68\x78\x56\x34\x12" },
	{ 0, "push qword [rbx+8]", 3, "\xff\x73\x08" },
	{ 0, "pop rbx", 1, "\x5b" },
	{ 0, "pop r13", 2, "\x41\x5d" },
	{ 0, "pop rsp", 1, "\x5c" },
	{ 0, "pop qword [rsp+16]", 4, "\x8f\x44\x24\x10" },
	{ 0, "mov rbp, rsp", 3, "\x48\x89\xe5" },
	{ 0, "mov edi, esi", 2, "\x89\xf7" },
	{ 0, "mov r8, r15", 3, "\x4d\x89\xf8" },
	{ 0, "mov al, ch", 2, "\x88\xe8" },
	{ 0, "mov ah, dl", 2, "\x88\xd4" },
	{ 0, "mov sil, r9b", 3, "\x44\x88\xce" },
	{ 0, "mov cx, r10w", 4, "\x66\x44\x89\xd1" },
	{ 0, "mov eax, 0x87654321", 5, "\xb8\x21\x43\x65\x87" },
	{ 0, "mov rax, -7", 7, "\x48\xc7\xc0\xf9\xff\xff\xff" },
	{ 0, "movabs rdx, 0x1122334455667788", 10, "\x48\xba\x88\x77\x66\x55\x44\x33\x22\x11" },
	{ 0, "mov r11w, 0x8001", 5, "\x66\x41\xbb\x01\x80" },
	{ 0, "mov bpl, 0x80", 3, "\x40\xb5\x80" },
	{ 0, "mov rax, [rbx]", 3, "\x48\x8b\x03" },
	{ 0, "mov eax, [rbx+4]", 3, "\x8b\x43\x04" },
	{ 0, "mov ax, [rdi+rcx*2+6]", 5, "\x66\x8b\x44\x4f\x06" },
	{ 0, "mov al, [rdi+rcx*8-1]", 4, "\x8a\x44\xcf\xff" },
	{ 0, "mov rdx, [rip+0x100]", 7, "\x48\x8b\x15\x00\x01\x00\x00" },
	{ 0, "mov r9, fs:[0x28]", 9, "\x64\x4c\x8b\x0c\x25\x28\x00\x00\x00" },
	{ 0, "mov [rsp-8], rdx", 5, "\x48\x89\x54\x24\xf8" },
	{ 0, "mov [rsp+24], edi", 4, "\x89\x7c\x24\x18" },
	{ 0, "mov [rsp+rcx*4], r9w", 5, "\x66\x44\x89\x0c\x8c" },
	{ 0, "mov byte [rsp+1], 0x77", 5, "\xc6\x44\x24\x01\x77" },
	{ 0, "mov dword [rsp+8], 0x80000001", 8, "\xc7\x44\x24\x08\x01\x00\x00\x80" },
	{ 0, "mov qword [rsp], -2", 8, "\x48\xc7\x04\x24\xfe\xff\xff\xff" },
	{ 0, "movzx eax, byte [rbx]", 3, "\x0f\xb6\x03" },
	{ 0, "movzx ecx, r9b", 4, "\x41\x0f\xb6\xc9" },
	{ 0, "movzx esi, ah", 3, "\x0f\xb6\xf4" },
	{ 0, "movzx edx, word [rbx+2]", 4, "\x0f\xb7\x53\x02" },
	{ 0, "movsx eax, byte [rbx]", 3, "\x0f\xbe\x03" },
	{ 0, "movsx rdx, r9w", 4, "\x49\x0f\xbf\xd1" },
	{ 0, "movsxd rax, edi", 3, "\x48\x63\xc7" },
	{ 0, "movsxd r10, dword [rbx]", 3, "\x4c\x63\x13" },
	{ 0, "lea rax, [rdi+rcx*4+0x10]", 5, "\x48\x8d\x44\x8f\x10" },
	{ 0, "lea r12d, [rsp-0x20]", 5, "\x44\x8d\x64\x24\xe0" },
	{ 0, "lea rsi, [rip+0x1234]", 7, "\x48\x8d\x35\x34\x12\x00\x00" },
	{ 0, "lea cx, [rbx+1]", 4, "\x66\x8d\x4b\x01" },
	{ 0, "lea rax, [edi+ecx]", 5, "\x67\x48\x8d\x04\x0f" },
	{ 0, "add rax, rdx", 3, "\x48\x01\xd0" },
	{ 0, "add ecx, 0x7fffffff", 6, "\x81\xc1\xff\xff\xff\x7f" },
	{ 0, "add dl, -1", 3, "\x80\xc2\xff" },
	{ 0, "add rsp, 0x18", 4, "\x48\x83\xc4\x18" },
	{ 0, "add r8w, r9w", 4, "\x66\x45\x01\xc8" },
	{ 0, "add rax, [rbx]", 3, "\x48\x03\x03" },
	{ 0, "sub rsp, 0x28", 4, "\x48\x83\xec\x28" },
	{ 0, "sub rdi, rsi", 3, "\x48\x29\xf7" },
	{ 0, "sub ecx, edx", 2, "\x29\xd1" },
	{ 0, "sub al, ah", 2, "\x28\xe0" },
	{ 0, "sub r12w, -3", 5, "\x66\x41\x83\xec\xfd" },
	{ 0, "and eax, 0xfffffff0", 3, "\x83\xe0\xf0" },
	{ 0, "and rsp, -16", 4, "\x48\x83\xe4\xf0" },
	{ 0, "or r9, r10", 3, "\x4d\x09\xd1" },
	{ 0, "or ecx, -1", 3, "\x83\xc9\xff" },
	{ 0, "xor eax, eax", 2, "\x31\xc0" },
	{ 0, "xor rdx, r11", 3, "\x4c\x31\xda" },
	{ 0, "xor bl, 0x80", 3, "\x80\xf3\x80" },
	{ 0, "cmp rdi, rsi", 3, "\x48\x39\xf7" },
	{ 0, "cmp edi, 5", 3, "\x83\xff\x05" },
	{ 0, "cmp byte [rbx], 0x80", 3, "\x80\x3b\x80" },
	{ 0, "cmp qword [rbx+8], rdx", 4, "\x48\x39\x53\x08" },
	{ 0, "cmp ax, [rbx]", 3, "\x66\x3b\x03" },
	{ 0, "cmp dil, 0xff", 4, "\x40\x80\xff\xff" },
	{ 0, "test rdi, rdi", 3, "\x48\x85\xff" },
	{ 0, "test eax, edx", 2, "\x85\xd0" },
	{ 0, "test cl, 0x80", 3, "\xf6\xc1\x80" },
	{ 0, "test dword [rbx], 0x10", 6, "\xf7\x03\x10\x00\x00\x00" },
	{ 0, "inc rax", 3, "\x48\xff\xc0" },
	{ 0, "inc ecx", 2, "\xff\xc1" },
	{ 0, "inc dl", 2, "\xfe\xc2" },
	{ 0, "dec r9", 3, "\x49\xff\xc9" },
	{ 0, "dec edi", 2, "\xff\xcf" },
	{ 0, "dec cx", 3, "\x66\xff\xc9" },
	{ 0, "nop", 1, "\x90" },
	{ 0, "nop word [rax+rax*1+0]", 5, "\x66\x0f\x1f\x04\x00" },
	{ 0, "endbr64", 4, "\xf3\x0f\x1e\xfa" },
	{ 0, "call .+0x40", 5, "\xe8\x3b\x00\x00\x00" },
	{ 0, "call rsi", 2, "\xff\xd6" },
	{ 0, "call qword [rbx+16]", 3, "\xff\x53\x10" },
	{ 0, "jmp .+0x30", 2, "\xeb\x2e" },
	{ 0, "jmp .+0x1000", 5, "\xe9\xfb\x0f\x00\x00" },
	{ 0, "jmp rsi", 2, "\xff\xe6" },
	{ 0, "jmp qword [rbx+16]", 3, "\xff\x63\x10" },
	{ 0, "ret", 1, "\xc3" },
	{ 0, "ret 0x20", 3, "\xc2\x20\x00" },
	{ 0, "leave", 1, "\xc9" },
	{ 0, "jo .+20", 2, "\x70\x12" },
	{ 0, "jno .+20", 2, "\x71\x12" },
	{ 0, "jb .+20", 2, "\x72\x12" },
	{ 0, "jae .+20", 2, "\x73\x12" },
	{ 0, "je .+20", 2, "\x74\x12" },
	{ 0, "jne .+20", 2, "\x75\x12" },
	{ 0, "jbe .+20", 2, "\x76\x12" },
	{ 0, "ja .+0x200", 6, "\x0f\x87\xfa\x01\x00\x00" },
	{ 0, "js .+20", 2, "\x78\x12" },
	{ 0, "jns .+20", 2, "\x79\x12" },
	{ 0, "jp .+20", 2, "\x7a\x12" },
	{ 0, "jnp .+20", 2, "\x7b\x12" },
	{ 0, "jl .+20", 2, "\x7c\x12" },
	{ 0, "jge .+20", 2, "\x7d\x12" },
	{ 0, "jle .+20", 2, "\x7e\x12" },
	{ 0, "jg .-20", 2, "\x7f\xea" },
	{ 1, "push ebp", 1, "\x55" },
	{ 1, "push esp", 1, "\x54" },
	{ 1, "push 0x12", 2, "\x6a\x12" },
	{ 1, "push -5", 2, "\x6a\xfb" },
	{ 1, "push dword [ebx+8]", 3, "\xff\x73\x08" },
	{ 1, "pop ebx", 1, "\x5b" },
	{ 1, "pop esp", 1, "\x5c" },
	{ 1, "pop dword [esp+8]", 4, "\x8f\x44\x24\x08" },
	{ 1, "mov ebp, esp", 2, "\x89\xe5" },
	{ 1, "mov eax, [esp+4]", 4, "\x8b\x44\x24\x04" },
	{ 1, "mov al, ch", 2, "\x88\xe8" },
	{ 1, "mov [esp-4], edx", 4, "\x89\x54\x24\xfc" },
	{ 1, "mov eax, 0x87654321", 5, "\xb8\x21\x43\x65\x87" },
	{ 1, "movzx eax, byte [ebx]", 3, "\x0f\xb6\x03" },
	{ 1, "movsx edx, cx", 3, "\x0f\xbf\xd1" },
	{ 1, "lea ecx, [esp+4]", 4, "\x8d\x4c\x24\x04" },
	{ 1, "lea eax, [ebx+ecx*4+0x10]", 4, "\x8d\x44\x8b\x10" },
	{ 1, "sub esp, 0x1c", 3, "\x83\xec\x1c" },
	{ 1, "add eax, [ebx]", 2, "\x03\x03" },
	{ 1, "and esp, -16", 3, "\x83\xe4\xf0" },
	{ 1, "xor edx, edx", 2, "\x31\xd2" },
	{ 1, "cmp dword [ebx], 5", 3, "\x83\x3b\x05" },
	{ 1, "test eax, eax", 2, "\x85\xc0" },
	{ 1, "inc eax", 1, "\x40" },
	{ 1, "dec edi", 1, "\x4f" },
	{ 1, "endbr32", 4, "\xf3\x0f\x1e\xfb" },
	{ 1, "call .+0x40", 5, "\xe8\x3b\x00\x00\x00" },
	{ 1, "call esi", 2, "\xff\xd6" },
	{ 1, "call dword [ebx+16]", 3, "\xff\x53\x10" },
	{ 1, "jmp .+0x30", 2, "\xeb\x2e" },
	{ 1, "jmp esi", 2, "\xff\xe6" },
	{ 1, "ret", 1, "\xc3" },
	{ 1, "ret 0x20", 3, "\xc2\x20\x00" },
	{ 1, "leave", 1, "\xc9" },
	{ 1, "jne .+20", 2, "\x75\x12" },
	{ 1, "jg .+0x200", 6, "\x0f\x8f\xfa\x01\x00\x00" },
};

static struct insn_decoder *decoder;
static pid_t child;
static struct arch_registers first;
static uint64_t state = 1;

/* ---- the child */

static void child_run(void)
{
	void *code = mmap((void *)CODE_AT, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	void *data = mmap((void *)DATA_AT, PAGE, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	if (code == MAP_FAILED || data == MAP_FAILED)
		_exit(1);
	raise(SIGSTOP);
	_exit(0);
}

static int setup(void **unused)
{
	struct error error;
	int status;

	(void)unused;
	decoder = insn_open(&error);
	child = fork();
	if (child == 0)
		child_run();
	waitpid(child, &status, 0);
	assert_true(WIFSTOPPED(status));
	return arch_native.registers_read(child, &first);
}

static int teardown(void **unused)
{
	(void)unused;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	insn_close(decoder);
	return 0;
}

static int child_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	struct iovec local = { bytes, length }, remote = { (void *)address, length };

	(void)owner;
	return process_vm_readv(child, &local, 1, &remote, 1, 0) == (ssize_t)length ? 0 : -EFAULT;
}

static int child_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	struct iovec local = { (void *)bytes, length }, remote = { (void *)address, length };

	(void)owner;
	return process_vm_writev(child, &local, 1, &remote, 1, 0) == (ssize_t)length ? 0 : -EFAULT;
}

static const struct emulate_memory memory = { child_read, child_write, NULL };

/* ---- chance */

static uint64_t chance(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Small numbers and those at an edge are as likely as others. */
static uint64_t number(void)
{
	static const uint64_t edges[] = { 0,          1,          0x7f,      0x80,
		                          0xff,       0x7fff,     0x8000,    0x7fffffff,
		                          0x80000000, 0xffffffff, INT64_MAX, (uint64_t)INT64_MIN,
		                          UINT64_MAX };
	uint64_t by = chance();

	return by & 1 ? edges[(by >> 8) % (sizeof(edges) / sizeof(*edges))] : chance();
}

static uint64_t place(void)
{
	return DATA_AT + 0x400 + (chance() & 0x3f8);
}

static struct arch_registers chosen(unsigned abi)
{
	static const uint8_t any[] = { RAX, RDX, RBP, R8, R9, R10, R11, R12, R13, R14, R15 };
	struct arch_registers registers = first;

	for (size_t i = 0; i < sizeof(any); i++)
		registers.words[any[i]] = abi ? number() & 0xffffffff : number();
	registers.words[RSP] = place();
	registers.words[RBX] = place();
	registers.words[RDI] = place();
	registers.words[RSI] = CODE_AT + (chance() & 0xff); /* to jump to */
	registers.words[RBP] = place();
	registers.words[RCX] = chance() & 7;
	registers.words[RIP] = CODE_AT + 0x800;
	registers.words[ORIG_RAX] = UINT64_MAX;
	registers.words[EFLAGS] =
		(first.words[EFLAGS] & ~(uint64_t)FLAGS_RANDOM) | (chance() & FLAGS_RANDOM);
	if (abi)
		registers.words[CS] = CODE_SEGMENT_32;
	return registers;
}

/* ---- comparing */

/* Addresses of code where it may be jumped to. */
static void fill(uint8_t data[PAGE], unsigned abi)
{
	for (size_t i = 0; i < PAGE; i += 8) {
		uint64_t word = abi ? CODE_AT | (uint64_t)CODE_AT << 32 : CODE_AT;

		word += chance() & 0xff;
		memcpy(data + i, &word, sizeof(word));
	}
}

static bool is_logical(const char *name)
{
	static const char *const names[] = { "and", "or ", "xor", "test" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void compare(const struct form *form, const struct arch_registers *before,
                    const struct arch_registers *cpu, const struct arch_registers *ours)
{
	for (unsigned i = 0; i < ARCH_REGISTER_MAX; i++) {
		uint64_t mask = i == ORIG_RAX ? 0 : UINT64_MAX;

		if (i == EFLAGS) /* undefined, and ours when it traps */
			mask = ~(uint64_t)(INSN_TRAP_FLAG |
			                   (is_logical(form->name) ? AUXILIARY_FLAG : 0));
		if ((cpu->words[i] ^ ours->words[i]) & mask)
			fail_msg("%s: %s was %llx: the CPU makes it %llx, we %llx", form->name,
			         arch_register_name(0, i), (unsigned long long)before->words[i],
			         (unsigned long long)cpu->words[i],
			         (unsigned long long)ours->words[i]);
	}
}

/* False: the CPU cannot do it here. */
static bool cpu_steps(struct arch_registers *registers)
{
	int status;

	assert_int_equal(arch_native.registers_write(child, registers, NULL), 0);
	assert_int_equal(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(arch_native.registers_read(child, registers), 0);
	return WSTOPSIG(status) == SIGTRAP;
}

static void check(const struct form *form)
{
	uint8_t before_data[PAGE], cpu_data[PAGE], our_data[PAGE];
	const struct arch_registers before = chosen(form->abi);
	struct arch_registers cpu = before, ours = before;
	struct emulation emulation;

	if (!emulate_prepare(decoder, form->abi, before.words[RIP], (const uint8_t *)form->code,
	                     form->length, &emulation))
		fail_msg("%s is left to the CPU", form->name);
	fill(before_data, form->abi);
	assert_int_equal(child_write(NULL, DATA_AT, before_data, PAGE), 0);
	assert_int_equal(child_write(NULL, before.words[RIP], form->code, form->length), 0);
	if (!cpu_steps(&cpu)) {
		assert_int_equal(form->abi, 1); /* a kernel without programs of 32 bits */
		return;
	}
	assert_int_equal(child_read(NULL, DATA_AT, cpu_data, PAGE), 0);
	assert_int_equal(child_write(NULL, DATA_AT, before_data, PAGE), 0);
	int status = emulate(&emulation, &ours, &memory);

	if (status < 0)
		fail_msg("%s: %s", form->name, strerror(-status));
	assert_int_equal(child_read(NULL, DATA_AT, our_data, PAGE), 0);
	compare(form, &before, &cpu, &ours);
	if (memcmp(cpu_data, our_data, PAGE) != 0)
		fail_msg("%s: memory differs", form->name);
}

static void test_it_is_as_the_cpu_does_it(void **unused)
{
	(void)unused;
	if (!decoder)
		skip();
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		for (int round = 0; round < ROUNDS; round++)
			check(&forms[i]);
}

static bool can(const char *code, size_t length)
{
	struct emulation emulation;

	return emulate_prepare(decoder, 0, CODE_AT, (const uint8_t *)code, length, &emulation);
}

static void test_others_are_left_to_the_cpu(void **unused)
{
	(void)unused;
	if (!decoder)
		skip();
	assert_false(can("\x0f\x05", 2));         /* syscall */
	assert_false(can("\xcc", 1));             /* int3 */
	assert_false(can("\x48\x01\x03", 3));     /* add [rbx], rax: may be another thread's */
	assert_false(can("\xf0\x48\x01\x03", 4)); /* lock add [rbx], rax */
	assert_false(can("\x8e\xd8", 2));         /* mov ds, eax */
	assert_false(can("\x9c", 1));             /* pushfq */
	assert_false(can("\x66\x50", 2));         /* push ax */
	assert_false(can("\xff\x1b", 2));         /* call far [rbx] */
	assert_false(can("\x48\x0f\x38", 3));     /* what is not whole */
}

/* What cannot be done changes nothing. */
static void test_failures_change_nothing(void **unused)
{
	static const struct {
		const char *code;
		size_t length;
	} failing[] = {
		{ "\x50", 1 },         /* push rax, where no stack is */
		{ "\x58", 1 },         /* pop rax */
		{ "\xc3", 1 },         /* ret */
		{ "\x48\x8b\x00", 3 }, /* mov rax, [rax] */
		{ "\xff\xe0", 2 },     /* jmp rax */
		{ "\x48\x89\x03", 3 }, /* mov [rbx], rax: not on the stack */
	};

	(void)unused;
	if (!decoder)
		skip();
	for (size_t i = 0; i < sizeof(failing) / sizeof(*failing); i++) {
		struct arch_registers before = chosen(0), after;
		struct emulation emulation;

		before.words[RAX] = (uint64_t)1 << 63;
		before.words[RSP] = 64;
		after = before;
		if (!emulate_prepare(decoder, 0, CODE_AT, (const uint8_t *)failing[i].code,
		                     failing[i].length, &emulation))
			continue;
		assert_true(emulate(&emulation, &after, &memory) < 0);
		assert_memory_equal(&before, &after, sizeof(before));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_is_as_the_cpu_does_it),
		cmocka_unit_test(test_others_are_left_to_the_cpu),
		cmocka_unit_test(test_failures_change_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
