/* What lies, or stands, in classes and functions; compiled as C, too. */
#include <errno.h>
#include <unistd.h>

#ifdef __cplusplus
namespace N {
struct list {
	static const int limit = 42;
	static constexpr bool flag = true;
	int number;
	__attribute__((noinline)) int get() { return number + limit; }
};
}
#endif

static int counter(void)
{
	static int calls = 3;

	{
		static long inner = 77;

		inner++;
	}
	return ++calls;
}

int main(void)
{
	int sum = counter();

#ifdef __cplusplus
	N::list list = { 5 };

	sum += list.get();
#endif
	close(-1);
	errno = 25;
	return sum == 0;
}
