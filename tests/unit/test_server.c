/* The server of gdb's protocol, as a client sees it that only writes and reads packets. */
#include "unit.h"

#include "serve/server_parts.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static char told[256];

static void tell(const char *text)
{
	snprintf(told, sizeof(told), "%s", text);
}

static struct server *serve(char *const *argv)
{
	const struct server_options options = { .launch = { .argv = argv, .envp = environ },
		                                .tell = tell };
	struct error error = { 0 };
	struct server *server = server_create(&options, &error);

	if (!server)
		fail_msg("%s", error.text);
	return server;
}

/* A client that speaks in turn: each packet, and what is answered. */
struct client {
	const char *const *packets; /* NULL ends them */
	int fd;
	char answers[1 << 16]; /* the data of each, and a newline */
	size_t length;
	struct packet_reader reader;
};

/* What is repeated is written out: "0*," is "0" sixteen times. */
static void client_keeps(struct client *client, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool is_count = bytes[i] == '*' && i > 0 && i + 1 < length;
		int count = is_count ? bytes[i + 1] - 29 : 1;

		assert_true(client->length + (size_t)count + 2 < sizeof(client->answers));
		memset(client->answers + client->length, is_count ? bytes[i - 1] : bytes[i],
		       (size_t)count);
		client->length += (size_t)count;
		i += is_count;
	}
}

/* False: the server is gone. */
static bool client_reads(struct client *client)
{
	char byte;

	do {
		if (read(client->fd, &byte, 1) != 1)
			return false;
	} while (packet_read(&client->reader, (uint8_t)byte) != PACKET_DATA);
	client_keeps(client, client->reader.bytes, client->reader.length);
	client->answers[client->length++] = '\n';
	return true;
}

/* As clients send it: without repetitions cut short, which are the server's alone. */
static void frame(struct text *line, const char *packet)
{
	uint8_t sum = 0;

	for (const char *at = packet; *at; at++)
		sum += (uint8_t)*at;
	line->length = 0;
	text_format(line, "$%s#", packet);
	text_hex_padded(line, sum, 2);
}

static void *client_run(void *owner)
{
	struct client *client = owner;
	struct text line = { 0 };

	for (; *client->packets; client->packets++) {
		frame(&line, *client->packets);
		if (write(client->fd, line.bytes, line.length) != (ssize_t)line.length ||
		    !client_reads(client))
			break;
	}
	text_free(&line);
	shutdown(client->fd, SHUT_WR);
	return NULL;
}

/* What is answered to packets, which NULL ends. */
static char *talk_to(struct server *server, const char *const *packets)
{
	static struct client client;
	sigset_t all, before;
	pthread_t thread;
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	memset(&client, 0, sizeof(client));
	client.packets = packets;
	client.fd = ends[0];
	/* Signals are the engine's, which waits in this thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	assert_int_equal(pthread_create(&thread, NULL, client_run, &client), 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	struct connection *connection = connection_open(ends[1], ends[1]);

	assert_non_null(connection);
	server_talk(server, connection);
	connection_close(connection);
	pthread_join(thread, NULL);
	close(ends[0]);
	return client.answers;
}

static char *ask(struct server *server, const char *packet)
{
	const char *const packets[] = { packet, NULL };

	return talk_to(server, packets);
}

static char *const sleeper[] = { "/bin/sleep", "1000", NULL };

static void test_unknown_packets_are_answered_by_nothing(void **state)
{
	struct server *server = serve(sleeper);

	(void)state;
	assert_string_equal(ask(server, "vMustReplyEmpty"), "\n");
	assert_string_equal(ask(server, ""), "\n");
	assert_string_equal(ask(server, "Qnothing"), "\n");
	assert_string_equal(ask(server, "qXfer:nothing:read::0,100"), "\n");
	server_destroy(server);
}

static void test_wrong_packets_are_errors(void **state)
{
	static const char *const wrong[] = { "m",
		                             "m0",
		                             "m,4",
		                             "mffffffffffffffff1,4",
		                             "m0,4",
		                             "M0,4:",
		                             "M0,4:12",
		                             "X0,4:12",
		                             "G00",
		                             "p",
		                             "p1000",
		                             "pzz",
		                             "P0",
		                             "P0=12",
		                             "H",
		                             "Hx1",
		                             "Hg7fffffff",
		                             "Tp1.7fffffff",
		                             "T",
		                             "vCont;",
		                             "vCont;x",
		                             "vCont;c:",
		                             "vCont;r1",
		                             "vCont;C",
		                             "vCont;c:p1.1",
		                             "vKill;1",
		                             "qXfer:auxv:read::0",
		                             "qXfer:features:read:x.xml:0,10",
		                             "qXfer:auxv:read::,10",
		                             "qXfer:siginfo:write::100000:abc",
		                             "C",
		                             NULL };
	struct server *server = serve(sleeper);

	(void)state;
	for (size_t i = 0; wrong[i]; i++) {
		const char *answer = ask(server, wrong[i]);

		if (answer[0] != 'E')
			fail_msg("%s: %s", wrong[i], answer);
	}
	/* None has changed anything. */
	assert_non_null(strstr(ask(server, "?"), "thread:"));
	server_destroy(server);
}

static void test_files_are_errors_of_their_own(void **state)
{
	static const char *const wrong[] = { "vFile:open:",
		                             "vFile:open:2f",
		                             "vFile:open:2f0000,0,0",
		                             "vFile:open:2f72617374726f,1,0",
		                             "vFile:pwrite:5,0,x",
		                             "vFile:unlink:2f72617374726f/x",
		                             "vFile:pread:0,10,0",
		                             "vFile:pread:ffffffffffff,10,0",
		                             "vFile:close:5",
		                             "vFile:fstat:",
		                             "vFile:readlink:",
		                             "vFile:readlink:2f",
		                             NULL };
	struct server *server = serve(sleeper);

	(void)state;
	for (size_t i = 0; wrong[i]; i++)
		assert_memory_equal(ask(server, wrong[i]), "F-1,", 4);
	server_destroy(server);
}

static void test_a_file_is_read(void **state)
{
	/* /proc/self/exe */
	static const char *const packets[] = { "vFile:open:2f70726f632f73656c662f657865,0,1c0",
		                               "vFile:pread:0,4,0", "vFile:close:0",
		                               "vFile:pread:0,4,0", NULL };
	struct server *server = serve(sleeper);

	(void)state;
	assert_string_equal(talk_to(server, packets), "F0\nF4;\177ELF\nF0\nF-1,9\n");
	server_destroy(server);
}

/* Paths as packets have them. */
static void put_hex(char *hex, const char *text)
{
	for (; *text; text++, hex += 2)
		sprintf(hex, "%02x", (unsigned char)*text);
}

static void test_a_file_is_written_and_removed(void **state)
{
	char folder[] = "/tmp/rastro-test-XXXXXX", path[64], hex[160] = "";
	char open_packet[256], read_packet[256], remove_packet[256];
	struct server *server = serve(sleeper);

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	put_hex(hex, path);
	snprintf(open_packet, sizeof(open_packet), "vFile:open:%s,601,1a4", hex);
	snprintf(read_packet, sizeof(read_packet), "vFile:open:%s,0,0", hex);
	snprintf(remove_packet, sizeof(remove_packet), "vFile:unlink:%s", hex);
	const char *const packets[] = { open_packet,   "vFile:pwrite:0,0,abc", "vFile:close:0",
		                        read_packet,   "vFile:pread:0,10,1",   "vFile:close:0",
		                        remove_packet, "vFile:unlink:",        NULL };

	assert_string_equal(talk_to(server, packets), "F0\nF3\nF0\nF0\nF2;bc\nF0\nF0\nF-1,16\n");
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(rmdir(folder), 0);
	server_destroy(server);
}

static void test_files_are_those_of_a_process(void **state)
{
	/* /bin */
	static const char *const packets[] = { "vFile:setfs:7fffffff", "vFile:open:2f62696e,0,0",
		                               "vFile:setfs:0",        "vFile:open:2f62696e,0,0",
		                               "vFile:setfs:x",        NULL };
	struct server *server = serve(sleeper);
	char pid[64];

	(void)state;
	assert_string_equal(talk_to(server, packets), "F0\nF-1,2\nF0\nF0\nF-1,16\n");
	snprintf(pid, sizeof(pid), "vFile:setfs:%x", (unsigned)server_pid(server));
	const char *const own[] = { pid, "vFile:open:2f62696e,0,0", "vFile:readlink:2f", NULL };

	assert_string_equal(talk_to(server, own), "F0\nF0\nF-1,16\n");
	server_destroy(server);
}

static void test_memory_is_searched_and_summed(void **state)
{
	struct server *server = serve(sleeper);
	struct register_file file;
	char write[64], find[64], miss[64], beyond[64], sum[64], bytes[64], answer[128];

	(void)state;
	assert_int_equal(register_file_read(server_pid(server), &file), 0);
	unsigned long long stack = file.general[19];

	snprintf(write, sizeof(write), "X%llx,9:123456789", stack);
	snprintf(find, sizeof(find), "qSearch:memory:%llx;9;789", stack);
	snprintf(miss, sizeof(miss), "qSearch:memory:%llx;8;789", stack);
	snprintf(beyond, sizeof(beyond), "qSearch:memory:0;100;789");
	snprintf(sum, sizeof(sum), "qCRC:%llx,9", stack);
	snprintf(bytes, sizeof(bytes), "x%llx,4", stack);
	const char *const packets[] = {
		write, find, miss, beyond, sum, bytes, "x0,0", "x0,4", "qSearch:memory:0;1;", NULL
	};

	/* Of "123456789" by CRC-32/MPEG-2. */
	snprintf(answer, sizeof(answer), "OK\n1,%llx\n0\nE0e\nC376e6e7\n1234\nOK\nE0e\nE16\n",
	         stack + 6);
	assert_string_equal(talk_to(server, packets), answer);
	server_destroy(server);
}

static void test_regions_are_told(void **state)
{
	struct server *server = serve(sleeper);
	char packet[64];

	(void)state;
	assert_memory_equal(ask(server, "qMemoryRegionInfo:0"), "start:0;size:", 13);
	assert_null(strstr(ask(server, "qMemoryRegionInfo:0"), "permissions"));
	struct register_file file;

	assert_int_equal(register_file_read(server_pid(server), &file), 0);
	snprintf(packet, sizeof(packet), "qMemoryRegionInfo:%llx",
	         (unsigned long long)file.general[19]);
	assert_non_null(strstr(ask(server, packet), "permissions:rw;name:"));
	server_destroy(server);
}

static void test_lldb_is_told_more(void **state)
{
	static const char *const packets[] = { "QThreadSuffixSupported", "QListThreadsInStopReply",
		                               "?", "jThreadsInfo", NULL };
	static const char *const kept[] = {
		"QThreadSuffixSupported",  "P0=0102030405060708",     "QSaveRegisterState",
		"P0=0807060504030201",     "QRestoreRegisterState:1", "p0;thread:7fffffff;",
		"QRestoreRegisterState:1", "QRestoreRegisterState:0", NULL
	};
	struct server *server = serve(sleeper);
	const char *answers = talk_to(server, packets);

	(void)state;
	assert_non_null(strstr(answers, ";threads:"));
	assert_non_null(strstr(answers, ";thread-pcs:"));
	assert_non_null(strstr(answers, "reason:trace;"));
	assert_non_null(strstr(answers, "[{\"tid\":"));
	assert_non_null(strstr(ask(server, "qHostInfo"), "triple:"));
	assert_non_null(strstr(ask(server, "qProcessInfo"), "parent-pid:"));
	assert_string_equal(talk_to(server, kept), "OK\nOK\n1\nOK\nOK\nE03\nE03\nE03\n");
	server_destroy(server);
}

static void test_programs_come_and_go(void **state)
{
	/* /bin/sh -c 'exit $CODE' */
	static const char *const packets[] = { "!",
		                               "vCont;c",
		                               "QEnvironmentHexEncoded:434f44453d34",
		                               "QEnvironmentHexEncoded:434f44453d35",
		                               "?",
		                               "g",
		                               "m0,1",
		                               "vKill;1",
		                               "qfThreadInfo",
		                               "QPassSignals:",
		                               "vRun;2f62696e2f7368;2d63;657869742024434f4445",
		                               "vRun;2f62696e2f7368",
		                               "vCont;c",
		                               "QEnvironmentUnset:434f4445",
		                               "vRun;",
		                               "vCont;c",
		                               "QEnvironmentReset",
		                               "vRun;2f72617374726f",
		                               "vRun;x",
		                               "vAttach;7fffffff",
		                               NULL };
	static char *const argv[] = { "/bin/sh", "-c", "exit 3", NULL };
	struct server *server = serve(argv);
	const char *answers = talk_to(server, packets), *rest;

	(void)state;
	rest = strstr(answers, "OK\nW03\nOK\nOK\nW00\nE03\nE03\nE03\nl\nOK\nT05");
	assert_ptr_equal(rest, answers);
	rest = strstr(answers, "\nE10\nW05\nOK\nT05");
	assert_non_null(rest);
	assert_non_null(strstr(rest + 1, "\nW00\nOK\nE02\nE16\nE03\n"));
	server_destroy(server);
}

static void test_lldb_starts_programs(void **state)
{
	/* /bin/sh -c 'exit $CODE' */
	static const char *const packets[] = {
		"!",
		"vCont;c",
		"QEnvironment:CODE=6",
		"QEnvironment:wrong",
		"A14,0,2f62696e2f7368,4,1,2d63,20,2,657869742024434f4445",
		"qLaunchSuccess",
		"vCont;c",
		"A14,0,2f6269",
		"A1",
		NULL
	};
	static char *const argv[] = { "/bin/true", NULL };
	struct server *server = serve(argv);

	(void)state;
	assert_string_equal(talk_to(server, packets), "OK\nW00\nOK\nE16\nOK\nOK\nW06\nE16\nE16\n");
	server_destroy(server);
}

static void test_the_server_takes_commands(void **state)
{
	struct server *server = serve(sleeper);

	(void)state;
	/* help */
	assert_memory_equal(ask(server, "qRcmd,68656c70"), "O68656c70", 9);
	assert_string_equal(ask(server, "qRcmd,zz"), "E16\n");
	/* exit */
	assert_string_equal(ask(server, "qRcmd,65786974"), "OK\n");
	assert_true(server->is_over);
	server_destroy(server);
}

static void test_packets_may_be_disabled(void **state)
{
	struct server *server = serve(sleeper);

	(void)state;
	server->disabled = "qC,vCont";
	assert_string_equal(ask(server, "qC"), "\n");
	assert_string_equal(ask(server, "vCont?"), "\n");
	assert_string_not_equal(ask(server, "qfThreadInfo"), "\n");
	server->disabled = "T,threads";
	assert_string_equal(ask(server, "qfThreadInfo"), "\n");
	assert_string_equal(ask(server, "?"), "S05\n");
	server_destroy(server);
}

static void test_registers_and_memory_are_written(void **state)
{
	static const char *const packets[] = { "P0=8877665544332211", "p0", "g", "?", NULL };
	struct server *server = serve(sleeper);
	struct register_file file;
	char packet[64], answer[64];

	(void)state;
	assert_memory_equal(talk_to(server, packets), "OK\n8877665544332211\n8877665544332211", 36);
	assert_int_equal(register_file_read(server->inferior->process->pid, &file), 0);
	assert_int_equal(file.general[10], 0x1122334455667788);
	/* Its stack. */
	snprintf(packet, sizeof(packet), "M%llx,2:abcd", (unsigned long long)file.general[19]);
	assert_string_equal(ask(server, packet), "OK\n");
	snprintf(packet, sizeof(packet), "m%llx,2", (unsigned long long)file.general[19]);
	snprintf(answer, sizeof(answer), "%s", ask(server, packet));
	assert_string_equal(answer, "abcd\n");
	server_destroy(server);
}

static void test_every_register_is_described_read_and_written(void **state)
{
	struct server *server = serve(sleeper);
	struct register_file file;
	struct text xml = { 0 };

	(void)state;
	ask(server, "g");
	assert_true(server->has_target);
	target_describe(&server->target, &xml);
	text_char(&xml, '\0');
	for (unsigned i = 0; i < server->target.count; i++) {
		uint8_t bytes[REGISTER_SIZE_MAX], again[REGISTER_SIZE_MAX];
		char name[64];

		snprintf(name, sizeof(name), "<reg name=\"%s\"", server->target.registers[i].name);
		assert_non_null(strstr(xml.bytes, name));
		assert_int_equal(register_file_read(server->inferior->process->pid, &file), 0);
		target_get(&server->target, &file, i, bytes);
		target_set(&server->target, &file, i, bytes);
		assert_int_equal(target_store(server->inferior->process->pid, &file), 0);
		assert_int_equal(register_file_read(server->inferior->process->pid, &file), 0);
		target_get(&server->target, &file, i, again);
		if (memcmp(bytes, again, server->target.registers[i].size) != 0)
			fail_msg("%s", server->target.registers[i].name);
	}
	text_free(&xml);
	server_destroy(server);
}

static void test_it_runs_to_its_end(void **state)
{
	static char *const argv[] = { "/bin/sh", "-c", "exit 3", NULL };
	struct server *server = serve(argv);

	(void)state;
	assert_string_equal(ask(server, "vCont;c"), "W03\n");
	assert_string_equal(told, "Child exited with status 3");
	server_destroy(server);
}

static void test_a_step_is_told(void **state)
{
	static const char *const packets[] = { "qSupported:multiprocess+;swbreak+", "s",
		                               "vCont;s:p-1.-1", "?", NULL };
	struct server *server = serve(sleeper);
	char *line = strchr(talk_to(server, packets), '\n');

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_non_null(line);
		assert_memory_equal(line, "\nT05", 4);
		assert_non_null(strstr(line, "thread:p"));
		line = strchr(line + 1, '\n');
	}
	server_destroy(server);
}

static void test_points_are_four(void **state)
{
	static const char *const packets[] = { "Z2,1001,7", "Z4,2000,8", "Z2,3000,1", "z2,1001,7",
		                               "Z1,4000,1", "Z1,4000,1", "Z3,5000,4", "Z2,0,100",
		                               "Z2,6000,0", "z4,2000,8", "z1,4000,1", NULL };
	struct server *server = serve(sleeper);

	(void)state;
	/* The first takes three, of 1, 2 and 4 bytes. */
	assert_string_equal(talk_to(server, packets),
	                    "OK\nOK\nE1c\nOK\nOK\nOK\n\nE1c\nE16\nOK\nOK\n");
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++)
		assert_int_equal(server->inferior->process->parts[i].length, 0);
	server_destroy(server);
}

static void test_signals_have_two_numbers(void **state)
{
	(void)state;
	for (int signal = 1; signal <= SIGRTMAX; signal++) {
		unsigned wire = signal_to_wire(signal);

		/* One that the protocol does not know. */
		if (signal != SIGSTKFLT)
			assert_int_equal(signal_from_wire(wire), signal);
	}
	assert_int_equal(signal_to_wire(SIGUSR1), 30);
	assert_int_equal(signal_from_wire(255), 0);
}

static void test_numbers_of_threads(void **state)
{
	static const struct {
		const char *text;
		bool is_right;
		pid_t pid, tid;
	} rows[] = {
		{ "p1f.20", true, 0x1f, 0x20 },
		{ "p1.-1", true, 1, -1 },
		{ "p-1", true, -1, -1 },
		{ "7b", true, -1, 0x7b },
		{ "-1", true, -1, -1 },
		{ "0", true, -1, 0 },
		{ "", false, 0, 0 },
		{ "p", false, 0, 0 },
		{ "p1.", false, 0, 0 },
		{ "ffffffff", false, 0, 0 },
		{ "-2", false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *at = rows[i].text;
		pid_t pid, tid;

		assert_int_equal(server_take_id(&at, &pid, &tid), rows[i].is_right);
		if (!rows[i].is_right)
			continue;
		assert_int_equal(pid, rows[i].pid);
		assert_int_equal(tid, rows[i].tid);
		assert_int_equal(*at, 0);
	}
}

static void test_what_is_killed_is_gone(void **state)
{
	struct server *server = serve(sleeper);
	pid_t pid = server_pid(server);

	(void)state;
	assert_string_equal(ask(server, "k"), "");
	assert_memory_equal(told, "Killing", 7);
	assert_int_equal(kill(pid, 0), -1);
	server_destroy(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown_packets_are_answered_by_nothing),
		cmocka_unit_test(test_wrong_packets_are_errors),
		cmocka_unit_test(test_files_are_errors_of_their_own),
		cmocka_unit_test(test_a_file_is_read),
		cmocka_unit_test(test_a_file_is_written_and_removed),
		cmocka_unit_test(test_files_are_those_of_a_process),
		cmocka_unit_test(test_memory_is_searched_and_summed),
		cmocka_unit_test(test_regions_are_told),
		cmocka_unit_test(test_lldb_is_told_more),
		cmocka_unit_test(test_programs_come_and_go),
		cmocka_unit_test(test_lldb_starts_programs),
		cmocka_unit_test(test_the_server_takes_commands),
		cmocka_unit_test(test_packets_may_be_disabled),
		cmocka_unit_test(test_registers_and_memory_are_written),
		cmocka_unit_test(test_every_register_is_described_read_and_written),
		cmocka_unit_test(test_it_runs_to_its_end),
		cmocka_unit_test(test_a_step_is_told),
		cmocka_unit_test(test_points_are_four),
		cmocka_unit_test(test_signals_have_two_numbers),
		cmocka_unit_test(test_numbers_of_threads),
		cmocka_unit_test(test_what_is_killed_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
