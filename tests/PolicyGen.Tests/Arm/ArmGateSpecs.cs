using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmGateSpecs
{
    private readonly EagerTime _time = new();
    private ArmRun _run = null!;

    [SetUp]
    public void Begin() => _run = new ArmRun(StubAzure.Endpoint, TimeSpan.FromMinutes(10), _time);

    [TearDown]
    public void End() => _run.Dispose();

    [TestCase(1, 1)]
    [TestCase(3, 3)]
    [TestCase(64, 4)]
    public async Task It_lets_few_in_at_first(int most, int first)
    {
        var gate = new ArmGate(most, _run);
        for (var i = 0; i < first; i++)
            await gate.EnterAsync(default);
        var further = gate.EnterAsync(default);
        Assert.That(further.IsCompleted, Is.False);
        gate.Leave();
        Assert.That(await further, Is.Not.Null);
    }

    [Test]
    public async Task It_grows_with_success_and_halves_once_for_those_sent_together()
    {
        var gate = new ArmGate(6, _run);
        for (var i = 0; i < 100; i++)
            gate.Grow();
        Assert.That(gate.Limit, Is.EqualTo(6));

        var (one, two) = ((await gate.EnterAsync(default))!, (await gate.EnterAsync(default))!);
        gate.Halve(one.Generation);
        gate.Halve(two.Generation);
        Assert.That(gate.Limit, Is.EqualTo(3));

        gate.Halve((await gate.EnterAsync(default))!.Generation);
        Assert.That(gate.Limit, Is.EqualTo(1));
        gate.Halve(2);
        Assert.That(gate.Limit, Is.EqualTo(1));
    }

    [Test]
    public void It_slows_down_to_one()
    {
        var gate = new ArmGate(8, _run);
        gate.Slow();
        Assert.That(gate.Limit, Is.EqualTo(1));
        gate.Grow();
        Assert.That(gate.Limit, Is.EqualTo(2));
    }

    [Test]
    public async Task Closed_it_lets_nobody_in_until_its_time()
    {
        var gate = new ArmGate(8, _run);
        gate.Close(TimeSpan.FromSeconds(40));
        gate.Close(TimeSpan.FromSeconds(10));
        Assert.That(await gate.EnterAsync(default), Is.Not.Null);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(40) }));
        Assert.That(_run.Figures.Waited, Is.EqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public async Task Closed_beyond_the_run_it_says_so_at_once_and_keeps_no_place()
    {
        var gate = new ArmGate(1, _run);
        gate.Close(TimeSpan.FromMinutes(10));
        Assert.That(await gate.EnterAsync(default), Is.Null);
        Assert.That(await gate.EnterAsync(default), Is.Null);
        Assert.That(_time.Waits, Is.Empty);
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        using var stop = new CancellationTokenSource();
        var gate = new ArmGate(1, _run);
        await gate.EnterAsync(default);
        var given = gate.EnterAsync(stop.Token);
        var next = gate.EnterAsync(default);
        await stop.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        gate.Leave();
        Assert.That(await next, Is.Not.Null);
    }

    [Test]
    public async Task Who_is_stopped_before_a_closed_gate_gives_the_place_back()
    {
        using var stop = new CancellationTokenSource();
        var gate = new ArmGate(1, _run);
        gate.Close(TimeSpan.FromSeconds(5));
        _time.IsHeld = true;
        var waiting = gate.EnterAsync(stop.Token);
        await stop.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(await gate.EnterAsync(default), Is.Not.Null);
    }

    [Test]
    public async Task A_place_is_given_back_once()
    {
        var gate = new ArmGate(1, _run);
        var place = (await gate.EnterAsync(default))!;
        place.Dispose();
        place.Dispose();
        await gate.EnterAsync(default);
        Assert.That(gate.EnterAsync(default).IsCompleted, Is.False);
    }

    [Test]
    public async Task Many_pass_and_never_more_than_the_limit()
    {
        var gate = new ArmGate(5, _run);
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            using var place = (await gate.EnterAsync(default))!;
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            if (i % 50 == 0)
                gate.Halve(place.Generation);
            else
                gate.Grow();
            Interlocked.Decrement(ref inside);
        }));
        Assert.That(most, Is.InRange(1, 5));
        Assert.That(inside, Is.Zero);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
