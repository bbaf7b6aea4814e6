/* Values of C++: what is inherited, static, referred to, in namespaces. */
namespace shapes
{
int made = 4;
enum class Color { Red, Green };
struct Point {
	enum Kind { Flat, Deep };
	int x, y;
	static int total;
	Kind kind;
};
int Point::total = 77;
Color color = Color::Green;
} // namespace shapes

class Base
{
      public:
	int x = 1;

      protected:
	int hidden = 2;
};

class Derived : public Base
{
	int own = 3;

      public:
	int &reference;
	static int made;
	explicit Derived(int &number) : reference(number) {}
	virtual ~Derived() = default;
	int area(int scale) const;
};
int Derived::made = 5;

int Derived::area(int scale) const
{
	return x * scale + own + reference;
}

template <class T> struct Box {
	T item;
	T get() { return item; }
};

int main()
{
	int number = 42;
	Derived derived(number);
	shapes::Point point = { 6, 7, shapes::Point::Deep };
	Box<int> box = { 8 };

	return derived.area(2) + point.x + box.get() + (shapes::color == shapes::Color::Red) == 0;
}
