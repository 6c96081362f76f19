// What a .NET program costs before it does anything; docs/performance.md measures commands in multiples of it.
Console.WriteLine("empty");
