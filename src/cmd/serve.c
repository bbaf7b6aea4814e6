/* rastro serve: a process for debuggers that speak gdb's remote protocol.
 *
 * What it says on standard error are the lines that scripts which start gdbserver wait for. */
#include "cmd/serve.h"

#include "cmd/command.h"
#include "cmd/descriptors.h"
#include "cmd/options.h"
#include "cmd/report.h"
#include "output/stream.h"
#include "serve/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char anywhere[] = ":0"; /* any port, of this machine alone */

/* What handlers may touch: set before they are installed. */
static struct server *interrupted_server;
static volatile sig_atomic_t caught;

struct serving {
	const struct serve_settings *settings;
	bool is_stdio;
	int listener; /* or -1 */
	struct server *server;
};

static void tell(const char *text)
{
	fprintf(stderr, "%s\n", text);
}

/* ---- signals */

static void on_input(int signal)
{
	int number = errno;

	(void)signal;
	if (interrupted_server)
		server_interrupt(interrupted_server, false);
	errno = number;
}

static void on_fatal_signal(int signal)
{
	int number = errno;

	caught = signal;
	if (interrupted_server)
		server_interrupt(interrupted_server, true);
	errno = number;
}

int serve_signal(void)
{
	return caught;
}

void serve_signals(struct server *server, bool client_has_terminal)
{
	static const int fatal[] = { SIGHUP, SIGTERM }, of_keys[] = { SIGINT, SIGQUIT };
	struct sigaction action = { .sa_handler = on_fatal_signal };

	interrupted_server = server;
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		sigaction(fatal[i], &action, NULL);
	if (client_has_terminal)
		action.sa_handler = SIG_IGN;
	for (size_t i = 0; i < sizeof(of_keys) / sizeof(*of_keys); i++)
		sigaction(of_keys[i], &action, NULL);
	action.sa_handler = on_input;
	sigaction(SIGIO, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGTTOU, &action, NULL);
}

/* While we wait for the process, a signal tells of what the client says. */
static void input_signals(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFL);

	if (on)
		fcntl(fd, F_SETOWN, getpid());
	if (flags >= 0)
		fcntl(fd, F_SETFL, on ? flags | O_ASYNC : flags & ~O_ASYNC);
}

/* ---- beginning */

static void in_child(void *owner)
{
	const struct serving *serving = owner;

	descriptors_restore();
	/* Standard input and output are the line to the client. */
	if (serving->is_stdio) {
		dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
		dup2(STDERR_FILENO, STDOUT_FILENO);
	}
}

static int server_begin(struct serving *serving, struct error *error)
{
	const struct serve_settings *settings = serving->settings;
	const struct server_options wanted = {
		.launch = { .argv = settings->command,
		            .envp = environ,
		            .user = settings->user,
		            .argv0 = settings->argv0,
		            .in_child = in_child,
		            .in_child_owner = serving },
		.wrapper = settings->wrapper,
		.random_addresses = settings->random_addresses,
		.pid = settings->pid,
		.stays = settings->is_multi,
		.tracing = settings->tracing.view ? &settings->tracing : NULL,
		.tell = tell,
		.shows_packets = settings->shows_packets,
		.disabled = settings->disabled,
	};

	serving->server = server_create(&wanted, error);
	return serving->server ? 0 : -1;
}

/* ---- clients */

enum served serve_client(struct server *server, int in, int out)
{
	struct connection *connection = connection_open(in, out);

	if (!connection)
		return SERVED_LEFT;
	input_signals(in, true);
	enum served served = server_talk(server, connection);

	input_signals(in, false);
	connection_close(connection);
	return served;
}

static void serve_clients(struct serving *serving)
{
	char peer[CONNECTION_HOST_MAX];
	enum served served = SERVED_LEFT;
	int port;

	while (served == SERVED_LEFT && !caught) {
		int fd = connection_accept(serving->listener, peer, &port);

		if (fd < 0)
			continue;
		fprintf(stderr, "Remote debugging from host %s, port %d\n", peer, port);
		served = serve_client(serving->server, fd, fd);
		if (serving->settings->is_once)
			break;
		if (served == SERVED_LEFT)
			tell("Remote side has terminated connection.  "
			     "GDBserver will reopen the connection.");
	}
}

static int listen_begin(struct serving *serving, int *port, struct error *error)
{
	if (serving->is_stdio)
		return 0;
	serving->listener = connection_listen(serving->settings->address, port, error);
	return serving->listener < 0 ? -1 : 0;
}

int serve(const struct serve_settings *settings, struct error *error)
{
	struct serving serving = {
		.settings = settings,
		.is_stdio = !strcmp(settings->address, "-") || !strcmp(settings->address, "stdio"),
		.listener = -1,
	};
	int port = 0;

	if (listen_begin(&serving, &port, error) < 0 || server_begin(&serving, error) < 0)
		return -1;
	serve_signals(serving.server, false);
	if (serving.is_stdio) {
		tell("Remote debugging using stdio");
		serve_client(serving.server, dup(STDIN_FILENO), dup(STDOUT_FILENO));
	} else {
		const char *path = connection_path(settings->address);

		if (path)
			fprintf(stderr, "Listening on %s\n", path);
		else
			fprintf(stderr, "Listening on port %d\n", port);
		serve_clients(&serving);
		close(serving.listener);
		if (path)
			unlink(path);
	}
	server_destroy(serving.server);
	return 0;
}

/* ---- the command */

static bool is_address(const char *word)
{
	const char *colon = strrchr(word, ':');

	return strcmp(word, "-") == 0 || strcmp(word, "stdio") == 0 || connection_path(word) ||
	       (colon && colon[1] && !colon[1 + strspn(colon + 1, "0123456789")]);
}

/* "ADDRESS COMMAND...", "ADDRESS -p PID", or either without an address. */
static int words_take(struct serve_settings *settings, const struct options *options,
                      struct error *error)
{
	char *const *word = options->command;

	settings->address = anywhere;
	if (word && is_address(*word))
		settings->address = *word++;
	if (options->pid_count)
		settings->pid = options->pids[0];
	if (word && *word && (strcmp(*word, "-p") == 0 || strcmp(*word, "--attach") == 0) &&
	    word[1]) {
		settings->pid = atoi(word[1]);
		word += 2;
	}
	bool has_command = word && *word;

	if (options->pid_count > 1 || (has_command && settings->pid > 0) ||
	    (!has_command && settings->pid == 0 && !options->multi))
		return error_set(error, ERROR_USAGE,
		                 "must have either one COMMAND or one PID to serve");
	settings->command = has_command ? word : NULL;
	return 0;
}

/* Every line says whose it is. */
static int tracing_begin(struct server_tracing *tracing, struct options *options,
                         struct error *error)
{
	options->view.pid = PID_ALWAYS;
	options->view.pid_brackets = false;
	tracing->view = &options->view;
	tracing->filter = &options->filter;
	if (!options->output)
		return 0;
	tracing->out = stream_open(options->output, false, error);
	return tracing->out ? 0 : -1;
}

static int serve_run(struct options *options)
{
	struct serve_settings settings = {
		.user = options->user,
		.argv0 = options->argv0,
		.is_once = options->once,
		.random_addresses = options->random_addresses,
		.is_multi = options->multi,
	};
	struct error error = { 0 };
	int status = tracing_begin(&settings.tracing, options, &error);

	options_environment(options);
	if (status == 0)
		status = words_take(&settings, options, &error);
	if (status == 0)
		status = serve(&settings, &error);
	if (status < 0)
		report_error(&error);
	if (settings.tracing.out && stream_close(settings.tracing.out, &error) < 0)
		report_error(&error);
	return status < 0;
}

static void serve_help(void)
{
	printf("\n"
	       "    rastro serve :1234 prog        gdb -ex 'target remote :1234' prog\n"
	       "                                   gdb -ex 'target remote | rastro serve - prog'\n"
	       "\n"
	       "Without a HOST clients of this machine alone are let in; without a port, it takes\n"
	       "one that is free.  Whoever can connect may do with the process what you may do, "
	       "and\n"
	       "read your files.  When all is over a COMMAND is killed, and a process goes on.\n");
}

const struct command serve_command = {
	.name = "serve",
	.usage = "[OPTION]... [HOST:PORT | unix:PATH | -] {COMMAND [ARGUMENT]... | -p PID | "
		 "--multi}",
	.summary = "Serves a process to gdb or lldb, over their remote protocol",
	.options = FOR_SERVE,
	.help = serve_help,
	.run = serve_run,
};
