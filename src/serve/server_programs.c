/* Programs that come and go: how the process that is served begins, and ends.
 *
 * Whoever speaks the extended protocol stays when one has ended, and wants the next: another
 * run, or a process to attach to.  Its wishes for how programs are started are kept here until
 * then. */
#include "serve/server_parts.h"

#include "engine/launch_lookup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

/* ---- lists of words that we own, ending with NULL */

static void words_free(char **words)
{
	for (char **word = words; word && *word; word++)
		free(*word);
	free(words);
}

static unsigned words_count(char *const *words)
{
	unsigned count = 0;

	while (words && words[count])
		count++;
	return count;
}

/* Room for so many more; false when memory ran out. */
static bool words_grow(char ***words, unsigned more)
{
	unsigned count = words_count(*words);
	char **larger = realloc(*words, (count + more + 1) * sizeof(*larger));

	if (!larger)
		return false;
	larger[count] = NULL;
	*words = larger;
	return true;
}

/* The word is ours from now on, even where it finds no place. */
static bool words_add(char ***words, char *word)
{
	unsigned count = words_count(*words);

	if (!word || count >= SERVER_WORDS_MAX || !words_grow(words, 1)) {
		free(word);
		return false;
	}
	(*words)[count] = word;
	(*words)[count + 1] = NULL;
	return true;
}

static bool words_copy(char ***words, char *const *from)
{
	for (; from && *from; from++)
		if (!words_add(words, strdup(*from)))
			return false;
	return true;
}

static void words_remove(char **words, unsigned index)
{
	free(words[index]);
	do
		words[index] = words[index + 1];
	while (words[index++]);
}

/* Hexadecimal digits, as a word of their own; NULL: there are none, or no memory. */
static char *word_take(struct request *request, bool may_be_empty)
{
	size_t size = (size_t)(request->end - request->at) / 2;
	char *word = malloc(size + 1);
	size_t length = word ? hex_bytes(&request->at, word, size) : 0;

	if (!word || (!length && !may_be_empty) || memchr(word, '\0', length)) {
		free(word);
		return NULL;
	}
	word[length] = '\0';
	return word;
}

/* ---- how programs are started */

static void environment_unset(struct server *server, const char *name, size_t length)
{
	unsigned i = 0;

	while (server->environment && server->environment[i])
		if (strncmp(server->environment[i], name, length) == 0 &&
		    server->environment[i][length] == '=')
			words_remove(server->environment, i);
		else
			i++;
}

static void environment_add(struct request *request, char *word)
{
	const char *value = word ? strchr(word, '=') : NULL;

	if (!value || value == word) {
		free(word);
		request_fail(request, EINVAL);
		return;
	}
	environment_unset(request->server, word, (size_t)(value - word));
	if (words_add(&request->server->environment, word))
		request_ok(request);
	else
		request_fail(request, ENOMEM);
}

static void environment_set_hex(struct request *request)
{
	environment_add(request, word_take(request, false));
}

static void environment_set(struct request *request)
{
	environment_add(request, strdup(request->at));
}

static void environment_remove(struct request *request)
{
	char *name = word_take(request, false);

	if (name) {
		environment_unset(request->server, name, strlen(name));
		request_ok(request);
	} else {
		request_fail(request, EINVAL);
	}
	free(name);
}

static void environment_reset(struct request *request)
{
	struct server *server = request->server;

	words_free(server->environment);
	server->environment = NULL;
	if (words_copy(&server->environment, server->launch.envp))
		request_ok(request);
	else
		request_fail(request, ENOMEM);
}

static void set_folder(struct request *request)
{
	free(request->server->folder);
	request->server->folder = request->at < request->end ? word_take(request, false) : NULL;
	request_ok(request);
}

static void set_fixed_addresses(struct request *request)
{
	request->server->random_addresses = *request->at == '0';
	request_ok(request);
}

/* We start programs without one; their words are what they would be with it. */
static void set_shell(struct request *request)
{
	request_ok(request);
}

/* ---- beginning */

static void say(const struct server *server, const char *what, const char *name, pid_t pid)
{
	struct text line = { 0 };

	text_format(&line, what, name, pid);
	text_char(&line, '\0');
	if (!line.failed)
		server->tell(line.bytes);
	text_free(&line);
}

static void in_child(void *owner)
{
	const struct server *server = owner;

	if (server->launch.in_child)
		server->launch.in_child(server->launch.in_child_owner);
	if (server->folder && chdir(server->folder) < 0)
		_exit(127);
	if (!server->random_addresses)
		personality((unsigned long)personality(0xffffffff) | ADDR_NO_RANDOMIZE);
}

static int begin(struct server *server, struct inferior_options *options, struct error *error)
{
	const struct engine_options engine = server_trace_engine(server);

	options->engine = &engine;
	server->inferior = inferior_create(options, error);
	if (!server->inferior)
		return -1;
	server->general = server->inferior->current;
	server->has_target = false;
	server->tls_description = 0;
	options->engine = NULL;
	server_settings_apply(server);
	return 0;
}

int server_run(struct server *server, struct error *error)
{
	char path[LAUNCH_PATH_MAX];
	struct launch launch = server->launch;
	struct inferior_options options = { .launch = &launch, .starters = server->wrapper > 0 };

	if (launch_find(server->words[0], path, error) < 0)
		return -1;
	launch.argv = server->words;
	launch.envp = server->environment;
	launch.file = path;
	launch.in_child = in_child;
	launch.in_child_owner = server;
	if (begin(server, &options, error) < 0)
		return -1;
	say(server, "Process %s created; pid = %d", server->words[server->wrapper],
	    server_pid(server));
	return 0;
}

int server_attach(struct server *server, pid_t pid, struct error *error)
{
	struct inferior_options options = { .pid = pid };

	if (begin(server, &options, error) < 0)
		return -1;
	say(server, "Attached;%s pid = %d", "", server_pid(server));
	return 0;
}

int server_programs_begin(struct server *server, const struct server_options *options,
                          struct error *error)
{
	server->launch = options->launch;
	server->random_addresses = options->random_addresses;
	server->wrapper = options->wrapper;
	if (!words_copy(&server->words, options->launch.argv) ||
	    !words_copy(&server->environment, options->launch.envp))
		return error_set(error, ENOMEM, "out of memory");
	if (options->traced) {
		struct inferior_options traced = { .tracing = options->traced,
			                           .at = options->at,
			                           .see = server_trace_see,
			                           .owner = server };

		return begin(server, &traced, error);
	}
	if (options->pid)
		return server_attach(server, options->pid, error);
	return words_count(server->words) > options->wrapper ? server_run(server, error) : 0;
}

/* ---- the end */

void server_drop(struct server *server)
{
	struct inferior *inferior = server->inferior;

	/* A signal handler may look at it any moment. */
	server->inferior = NULL;
	server->is_running = false;
	server->general = 0;
	server_forget_registers(server);
	inferior_destroy(inferior);
	server_breaks_clear(server);
}

void server_finish(struct server *server)
{
	if (server->is_extended)
		server_drop(server);
	else
		server->is_over = true;
}

void server_programs_end(struct server *server)
{
	if (server->inferior)
		server_drop(server);
	words_free(server->words);
	words_free(server->environment);
	free(server->folder);
}

/* ---- what a client wants to begin */

static void extend(struct request *request)
{
	request->server->is_extended = true;
	request_ok(request);
}

/* True, and the stop is told, if it has begun. */
static void tell_begin(struct request *request, int status, const struct error *error)
{
	if (status == 0) {
		server_put_stop(request->server, request->reply);
		return;
	}
	request->server->tell(error->text);
	request_fail(request, error->number > 0 ? error->number : EINVAL);
}

static bool is_free(struct request *request)
{
	if (!request->server->inferior)
		return true;
	request->server->tell(
		"There is a process already: it has to end, or to be detached from, first.");
	request_fail(request, EBUSY);
	return false;
}

/* Words behind those of the wrapper are replaced. */
static bool words_replace(struct server *server, char **words)
{
	unsigned count = words_count(server->words);

	while (count > server->wrapper)
		words_remove(server->words, --count);
	return words_copy(&server->words, words);
}

static void run(struct request *request, char **words)
{
	struct error error = { 0 };
	bool is_set = words && (!**words || words_replace(request->server, words));

	words_free(words);
	if (!is_set || words_count(request->server->words) <= request->server->wrapper)
		request_fail(request, EINVAL);
	else
		tell_begin(request, server_run(request->server, &error), &error);
}

/* "PROGRAM;WORD;WORD", in hexadecimal; without a program: the last one again. */
static void run_words(struct request *request)
{
	char **words = NULL;
	bool is_right = is_free(request);

	if (!is_right)
		return;
	do
		is_right = words_add(&words, word_take(request, true));
	while (is_right && request_char(request, ';'));
	if (is_right && !*request->at) {
		run(request, words);
		return;
	}
	words_free(words);
	request_fail(request, EINVAL);
}

/* lldb's: "LENGTH,INDEX,WORD,LENGTH,INDEX,WORD", in hexadecimal but for the numbers. */
static void run_indexed(struct request *request)
{
	char **words = NULL;
	bool is_right = is_free(request);

	if (!is_right)
		return;
	do {
		request->at += strspn(request->at, "0123456789");
		is_right = request_char(request, ',');
		request->at += strspn(request->at, "0123456789");
		is_right = is_right && request_char(request, ',') &&
		           words_add(&words, word_take(request, true));
	} while (is_right && request_char(request, ','));
	if (is_right && !*request->at)
		run(request, words);
	else
		words_free(words);
	if (!request->server->inferior) {
		request_fail(request, EINVAL);
		return;
	}
	request->reply->length = 0;
	request_ok(request);
}

static void was_run(struct request *request)
{
	request_ok(request);
}

static void attach(struct request *request)
{
	struct error error = { 0 };
	uint64_t pid;

	if (!request_number(request, &pid) || *request->at || pid < 1 || pid > INT32_MAX)
		request_fail(request, EINVAL);
	else if (is_free(request))
		tell_begin(request, server_attach(request->server, (pid_t)pid, &error), &error);
}

/* Once more from the beginning; no answer is waited for. */
static void restart(struct request *request)
{
	struct server *server = request->server;
	struct error error = { 0 };

	request->is_silent = true;
	if (!server->is_extended || words_count(server->words) <= server->wrapper)
		return;
	if (server->inferior) {
		inferior_kill(server->inferior);
		server_drop(server);
	}
	if (server_run(server, &error) < 0)
		server->tell(error.text);
}

const struct packet_row program_packets[] = {
	{ "!", extend, PACKET_WHOLE | PACKET_FREE },
	{ "A", run_indexed, PACKET_FREE },
	{ "QDisableRandomization:", set_fixed_addresses, PACKET_FREE },
	{ "QEnvironment:", environment_set, PACKET_FREE },
	{ "QEnvironmentHexEncoded:", environment_set_hex, PACKET_FREE },
	{ "QEnvironmentReset", environment_reset, PACKET_WHOLE | PACKET_FREE },
	{ "QEnvironmentUnset:", environment_remove, PACKET_FREE },
	{ "QSetWorkingDir:", set_folder, PACKET_FREE },
	{ "QStartupWithShell:", set_shell, PACKET_FREE },
	{ "R", restart, PACKET_FREE },
	{ "qLaunchSuccess", was_run, PACKET_WHOLE },
	{ "vAttach;", attach, PACKET_FREE },
	{ "vRun;", run_words, PACKET_FREE },
	{ 0 },
};
