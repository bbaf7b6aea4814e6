/* Steering in public: the engine's operations, with errors in words.
 *
 * All functions go the same way: forget the last error, ask the engine, say
 * what could not be done and why. */
#include "api/session.h"

#include "arch/arch.h"

#include <errno.h>
#include <string.h>

/* NULL: nobody is traced. */
static const struct engine_steering *steer_begin(struct rastro *session)
{
	session_clear_error(session);
	return session->engine ? session->ops->steering : NULL;
}

/* what: "cannot ... thread 17". */
static int steer_end(struct rastro *session, int status, const char *what, pid_t tid)
{
	if (status >= 0)
		return status;
	return session_fail(session, -status, "cannot %s thread %d: %s", what, tid,
	                    status == -ESRCH    ? "it is not stopped, or gone"
	                    : status == -EINVAL ? "not at this event, or not with this number"
	                                        : strerror(-status));
}

int rastro_resume(struct rastro *session, pid_t tid, enum rastro_until until, int signal)
{
	static const enum resume resumes[] = {
		[RASTRO_NEXT_CALL] = RESUME_TO_CALL,
		[RASTRO_NEXT_SIGNAL] = RESUME_TO_SIGNAL,
		[RASTRO_STEP] = RESUME_STEP,
	};
	const struct engine_steering *steering = steer_begin(session);
	int status = -ESRCH;

	if ((unsigned)until > RASTRO_STEP)
		status = -EINVAL;
	else if (steering)
		status = steering->resume(session->engine, tid, resumes[until], signal);
	return steer_end(session, status, "resume", tid);
}

int rastro_keep(struct rastro *session, pid_t tid)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->keep(session->engine, tid) : -ESRCH;

	return steer_end(session, status, "keep", tid);
}

int rastro_pause(struct rastro *session, pid_t tid)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->pause(session->engine, tid) : -ESRCH;

	if (status == -ESRCH)
		return session_fail(session, ESRCH, "cannot pause thread %d: it is not traced",
		                    tid);
	return steer_end(session, status, "pause", tid);
}

int rastro_kill(struct rastro *session, pid_t pid)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->kill(session->engine, pid) : -ESRCH;

	if (status == -ESRCH)
		return session_fail(session, ESRCH, "cannot kill process %d: it is not traced",
		                    pid);
	return status;
}

/* ---- registers and memory */

const char *rastro_register_name(unsigned index)
{
	const struct arch_register *reg = arch_native.registers;

	while (reg->name && index > 0) {
		reg++;
		index--;
	}
	return reg->name;
}

static int register_end(struct rastro *session, int status, const char *name, const char *what,
                        pid_t tid)
{
	if (status == -ENOENT)
		return session_fail(session, ENOENT, "no register is called '%s'", name);
	return steer_end(session, status, what, tid);
}

int rastro_register_read(struct rastro *session, pid_t tid, const char *name, uint64_t *value)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->register_read(session->engine, tid, name, value) : -ESRCH;

	return register_end(session, status, name, "read a register of", tid);
}

int rastro_register_write(struct rastro *session, pid_t tid, const char *name, uint64_t value)
{
	const struct engine_steering *steering = steer_begin(session);
	int status =
		steering ? steering->register_write(session->engine, tid, name, value) : -ESRCH;

	return register_end(session, status, name, "write a register of", tid);
}

ssize_t rastro_memory_read(struct rastro *session, pid_t tid, uint64_t address, void *buffer,
                           size_t length)
{
	const struct engine_steering *steering = steer_begin(session);
	ssize_t got = steering
	                      ? steering->memory_read(session->engine, tid, address, buffer, length)
	                      : -ESRCH;

	return got >= 0 ? got : steer_end(session, (int)got, "read memory of", tid);
}

ssize_t rastro_memory_write(struct rastro *session, pid_t tid, uint64_t address, const void *bytes,
                            size_t length)
{
	const struct engine_steering *steering = steer_begin(session);
	ssize_t put = steering
	                      ? steering->memory_write(session->engine, tid, address, bytes, length)
	                      : -ESRCH;

	return put >= 0 ? put : steer_end(session, (int)put, "write memory of", tid);
}

/* ---- calls */

int rastro_call_replace(struct rastro *session, pid_t tid, unsigned nr)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->call_set_nr(session->engine, tid, nr) : -ESRCH;

	return steer_end(session, status, "replace the call of", tid);
}

int rastro_call_set_arg(struct rastro *session, pid_t tid, unsigned index, uint64_t value)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->call_set_arg(session->engine, tid, index, value) : -ESRCH;

	return steer_end(session, status, "set an argument of", tid);
}

int rastro_call_skip(struct rastro *session, pid_t tid, int64_t result)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->call_skip(session->engine, tid, result) : -ESRCH;

	return steer_end(session, status, "skip the call of", tid);
}

int rastro_call_set_result(struct rastro *session, pid_t tid, int64_t result)
{
	const struct engine_steering *steering = steer_begin(session);
	int status = steering ? steering->call_set_result(session->engine, tid, result) : -ESRCH;

	return steer_end(session, status, "set the result of", tid);
}
