# The front door: hands everything on to meson, ninja and the scripts in tools/.
#
#	make		build build/rastro; installs nothing
#	make try	install what is missing, build, and trace a real command
#	make check	install what is missing, build, and run every test
#	make install	to DESTDIR and prefix
#	make format	lay out the sources that git knows to be changed (ALL=1: all)
#	make tidy	list long files and functions; run static analysers
#	make sanitize	the unit and golden tests with address and undefined-behaviour checks
#	make valgrind	tests, examples and options under valgrind
#	make coverage	tell what of syscalls/ the tests use (LIST=1: and what they do not)
#	make fuzz	run each fuzzer for FUZZ_SECONDS
#	make scripts	say 10,000 random scripts to the debugger (SCRIPTS=100, SCRIPTS_FIRST=seed)
#	make bench	compare with strace, in one run

BUILD = build
prefix = /usr/local
JOBS = 2
FUZZ_SECONDS = 60

SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false

.PHONY: all try check install uninstall format tidy sanitize valgrind coverage fuzz scripts bench clean

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD) -j $(JOBS)

# Kept up to date by ninja itself once it is there.
$(BUILD)/build.ninja:
	meson setup $(BUILD) --prefix=$(abspath $(prefix)) $(MESON_FLAGS)

try:
	@tools/setup build
	@$(MAKE) --no-print-directory all
	@echo; echo '$$ build/rastro ls -l README.md'
	@$(BUILD)/rastro ls -l README.md

check:
	@tools/setup build test
	@$(MAKE) --no-print-directory all
	@tests/run -b $(BUILD) -j $(JOBS) $(TESTS)

install: all
	meson configure $(BUILD) --prefix=$(abspath $(prefix))
	DESTDIR="$(DESTDIR)" meson install -C $(BUILD) --strip
	@# Programs find the library in a common place only once the loader has looked there.
	@[ "$(DESTDIR)" ] || [ "$$(id -u)" != 0 ] || ldconfig

uninstall:
	ninja -C $(BUILD) uninstall

format:
	@tools/setup format
	@tools/format $(if $(ALL),--all)

tidy:
	@tools/setup build tidy
	@tools/tidy

sanitize:
	@tools/setup build test
	@$(MAKE) --no-print-directory all BUILD=build-sanitize MESON_FLAGS='$(SANITIZE)'
	@UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		tests/run -b build-sanitize -j $(JOBS) $(or $(TESTS),unit golden)

valgrind:
	@tools/setup build test valgrind
	@$(MAKE) --no-print-directory all
	@tools/valgrind $(BUILD) $(TESTS)

# Tests that fail do so in "make check", too.  Some become other users.
coverage:
	@tools/setup build test
	@$(MAKE) --no-print-directory all BUILD=build-coverage MESON_FLAGS=-Dcoverage=true
	@: >build-coverage/used.tsv && chmod a+w build-coverage/used.tsv
	@-tests/run -b build-coverage -j $(JOBS) $(or $(TESTS),unit golden)
	@[ "$(TESTS)" ] || tests/differential/run --alone --programs -j $(JOBS) \
		--tracer build-coverage/rastro --build $(BUILD)/differential | grep -v '^ok' || :
	@tools/coverage $(if $(LIST),-l) build-coverage

fuzz:
	@tools/setup build fuzz
	@CC=clang-19 $(MAKE) --no-print-directory all BUILD=build-fuzz \
		MESON_FLAGS='$(SANITIZE) -Dfuzz=true -Dcoverage=true'
	@: >build-fuzz/used.tsv
	@tools/fuzz build-fuzz $(FUZZ_SECONDS) $(FUZZERS)

scripts:
	@tools/setup build test
	@$(MAKE) --no-print-directory all BUILD=build-sanitize MESON_FLAGS='$(SANITIZE)'
	@SCRIPTS=$(or $(SCRIPTS),10000) SCRIPTS_FIRST=$(or $(SCRIPTS_FIRST),1) \
		tests/run -b build-sanitize hostile/scripts

bench:
	@tools/setup build bench
	@$(MAKE) --no-print-directory all
	@bench/run $(BUILD) $(SECTIONS)

clean:
	rm -rf $(BUILD) build-sanitize build-coverage build-fuzz
