/* Functions that were inlined into others, here and in a library (with LIBRARY) that is
 * loaded while the program runs. */
#include <dlfcn.h>
#include <stdio.h>

__attribute__((noipa)) int leaf(int number)
{
	return 2 * number;
}

static inline __attribute__((always_inline)) int inner(int number)
{
	int sum = 0;

	for (int i = 0; i < number; i++)
		sum += leaf(i);
	return sum;
}

static inline __attribute__((always_inline)) int middle(int number)
{
	int sum = leaf(number) + number;

	sum += inner(sum);
	return leaf(sum);
}

__attribute__((noipa)) int outer(int number)
{
	int before = leaf(number);
	int sum = middle(before);

	return leaf(sum + before);
}

#ifndef LIBRARY
int main(int argc, char **argv)
{
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
	int (*there)(int) = library ? (int (*)(int))dlsym(library, "outer") : NULL;

	printf("%d %d\n", outer(1), there ? there(2) : 0);
	return 0;
}
#endif
