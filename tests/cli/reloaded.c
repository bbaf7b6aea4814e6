/* A function and a line that the program has, and a library (with LIBRARY), too, which is
 * loaded twice while the program runs. */
#include <dlfcn.h>
#include <stdio.h>

__attribute__((noipa)) int shared(int number)
{
	return number + 1;
}

#ifndef LIBRARY
int main(int argc, char **argv)
{
	int sum = shared(1);

	for (int i = 1; i < argc; i++) {
		void *library = dlopen(argv[i], RTLD_NOW);
		int (*there)(int) = (int (*)(int))dlsym(library, "shared");

		sum += there(10 * i);
		dlclose(library);
	}
	printf("%d\n", sum);
	return 0;
}
#endif
