/* Calls as text: registers, and the memory behind them. */
#include "unit.h"

#include "inspect/call_text.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>

enum { PLACE = 0x10000 };

static bool find(const void *owner, const char *name, size_t length, struct expression_name *found)
{
	(void)owner;
	found->number = 0x4000;
	return length == 6 && memcmp(name, "buffer", 6) == 0;
}

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	(void)owner;
	(void)number;
	(void)value;
	return -ESRCH;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	(void)owner;
	(void)address;
	(void)buffer;
	(void)length;
	return -EFAULT;
}

static const struct expression_machine machine = { .variable = variable, .memory = memory };

static struct call_request request;
static uint64_t args[6];

static int parse(enum event_abi abi, const char *text, struct error *error)
{
	const struct expression_names names = { .find = find, .word = abi == ABI_I386 ? 4 : 8 };

	call_request_free(&request);
	memset(&request, 0, sizeof(request));
	int status = call_text_parse(&request, abi, text, &names, &machine, error);

	if (status == 0) {
		call_request_place(&request, PLACE);
		call_request_args(&request, args);
	}
	return status;
}

static void parsed(enum event_abi abi, const char *text)
{
	struct error error = { 0 };

	if (parse(abi, text, &error) < 0)
		fail_msg("%s: %s", text, error.text);
}

static void refused(const char *text, const char *why)
{
	struct error error = { 0 };

	if (parse(ABI_X86_64, text, &error) == 0)
		fail_msg("%s is taken", text);
	if (!strstr(error.text, why))
		fail_msg("%s: %s", text, error.text);
}

/* What lies behind an address of the request. */
static const void *behind(uint64_t address)
{
	assert_true(address >= PLACE && address < PLACE + request.memory.length);
	return request.memory.bytes + (address - PLACE);
}

static uint64_t word(uint64_t address, size_t size)
{
	uint64_t number = 0;

	memcpy(&number, behind(address), size);
	return number;
}

static void test_numbers_and_names(void **state)
{
	(void)state;
	parsed(ABI_X86_64, "openat(AT_FDCWD, \"/x\\n\", O_RDWR|O_CREAT, 0644)");
	assert_int_equal(args[0], (uint64_t)AT_FDCWD);
	assert_string_equal(behind(args[1]), "/x\n");
	assert_int_equal(args[2], O_RDWR | O_CREAT);
	assert_int_equal(args[3], 0644);
	parsed(ABI_X86_64, "kill(-1, SIGTERM)");
	assert_int_equal(args[0], (uint64_t)-1);
	assert_int_equal(args[1], 15);
	parsed(ABI_X86_64, "write(1, buffer + 8, 2 * 3)");
	assert_int_equal(args[1], 0x4008);
	assert_int_equal(args[2], 6);
	parsed(ABI_X86_64,
	       "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)");
	assert_int_equal(args[2], 3);
	assert_int_equal(args[3], 0x22);
	parsed(ABI_X86_64, "lseek(fd=3, whence=SEEK_END, offset=-1)");
	assert_int_equal(args[1], (uint64_t)-1);
	assert_int_equal(args[2], 2);
	parsed(ABI_X86_64, "getpid()");
	assert_int_equal(request.memory.length, 0);
}

static void test_choices_follow_what_chooses(void **state)
{
	(void)state;
	parsed(ABI_X86_64, "fcntl(3, F_SETFD, FD_CLOEXEC)");
	assert_int_equal(args[2], 1);
	parsed(ABI_X86_64,
	       "fcntl(3, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=5, l_len=6})");
	assert_int_equal(word(args[2], 2), F_WRLCK);
	assert_int_equal(word(args[2] + 8, 8), 5);
}

static void test_structures(void **state)
{
	(void)state;
	parsed(ABI_X86_64, "connect(3, {sa_family=AF_INET, sin_port=htons(80), "
	                   "sin_addr=inet_addr(\"127.0.0.1\")}, 16)");
	const struct sockaddr_in *address = behind(args[1]);

	assert_int_equal(address->sin_family, AF_INET);
	assert_int_equal(ntohs(address->sin_port), 80);
	assert_int_equal(ntohl(address->sin_addr.s_addr), 0x7f000001);
	parsed(ABI_X86_64, "bind(3, {sa_family=AF_UNIX, sun_path=\"/run/x\"}, 110)");
	assert_string_equal((const char *)behind(args[1]) + 2, "/run/x");
	parsed(ABI_X86_64, "nanosleep({tv_nsec=7, tv_sec=1}, NULL)");
	assert_int_equal(word(args[0], 8), 1);
	assert_int_equal(word(args[0] + 8, 8), 7);
}

static void test_lists(void **state)
{
	(void)state;
	parsed(ABI_X86_64, "writev(1, [{\"ab\", 2}, {iov_base=\"cde\", iov_len=3}], 2)");
	assert_memory_equal(behind(word(args[1], 8)), "ab", 2);
	assert_int_equal(word(args[1] + 8, 8), 2);
	assert_memory_equal(behind(word(args[1] + 16, 8)), "cde", 3);
	parsed(ABI_X86_64, "execve(\"/bin/ls\", [\"ls\", \"a, ]b\"], [])");
	assert_string_equal(behind(word(args[1] + 8, 8)), "a, ]b");
	assert_int_equal(word(args[1] + 16, 8), 0);
	assert_int_equal(word(args[2], 8), 0);
	parsed(ABI_X86_64, "rt_sigprocmask(SIG_BLOCK, [INT CHLD], NULL, 8)");
	assert_int_equal(word(args[1], 8), 1 << 1 | 1 << 16);
	parsed(ABI_X86_64, "rt_sigprocmask(SIG_BLOCK, ~[], NULL, 8)");
	assert_int_equal(word(args[1], 8), UINT64_MAX);
	parsed(ABI_X86_64, "pipe2([3, 4], O_NONBLOCK)");
	assert_int_equal(word(args[0] + 4, 4), 4);
}

static void test_room(void **state)
{
	(void)state;
	parsed(ABI_X86_64, "read(3, _, 100)");
	assert_int_equal(args[1] + 100, PLACE + request.memory.length);
	parsed(ABI_X86_64, "fstat(1, _)");
	assert_int_equal(request.memory.length, sizeof(struct stat));
	parsed(ABI_X86_64, "getsockname(3, _, [128])");
	assert_int_equal(word(args[2], 4), 128);
	assert_true(args[1] != args[2]);
	refused("read(3, _, 0x10000000)", "bytes behind its pointers");
	refused("close(_)", "a number is expected");
}

static void test_i386(void **state)
{
	(void)state;
	parsed(ABI_I386, "_llseek(3, 0x100000005, _, SEEK_SET)");
	assert_int_equal(args[0], 3);
	assert_int_equal(args[4], 0);
	parsed(ABI_I386, "writev(1, [{\"ab\", 2}], 1)");
	assert_memory_equal(behind(word(args[1], 4)), "ab", 2);
	assert_int_equal(word(args[1] + 4, 4), 2);
	parsed(ABI_I386, "mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0)");
	assert_int_equal(args[4], UINT32_MAX);
}

static void test_refusals(void **state)
{
	(void)state;
	refused("nothing(1)", "no system call 'nothing'");
	refused("close", "NAME(ARGUMENTS)");
	refused("close(1", "missing");
	refused("close(1, 2)", "more values");
	refused("close(1) 2", "there is more");
	refused("close(O_WRONLYY)", "nothing is called");
	refused("close(0x100000000)", "does not fit");
	refused("close(fd2=1)", "no member");
	refused("fstat(1, {nonsense=1})", "no member");
	refused("pipe2([1, 2, 3", "missing");
	refused("write(1, \"x", "no end");
	refused("connect(3, {1, 2}, 16)", "sa_family");
	refused("kill(1, *buffer)", "cannot read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_and_names),
		cmocka_unit_test(test_choices_follow_what_chooses),
		cmocka_unit_test(test_structures),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_i386),
		cmocka_unit_test(test_refusals),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	call_request_free(&request);
	return failed;
}
