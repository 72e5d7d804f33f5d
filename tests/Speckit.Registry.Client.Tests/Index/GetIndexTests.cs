using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Index;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Index;

public sealed class GetIndexTests : ClientTest
{
    private const string Path = "/index/al/ph/alpha";
    private static readonly PluginName Alpha = PluginName.Parse("alpha");

    [Fact]
    public async Task GetIndex_Twice_AsksWithTheTagAndUsesTheCopy()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry()), "\"one\""));

        (await GetAsync()).Value.Origin.ShouldBe(IndexOrigin.Registry);
        var second = await GetAsync();

        second.Value.Origin.ShouldBe(IndexOrigin.Confirmed);
        second.Value.Entries.Single().Version.ShouldBe("1.0.0");
        second.Value.Age.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task GetIndex_Absent_SaysSoOnce()
    {
        var result = await GetAsync();

        result.Diagnostics.Single().Code.ShouldBe("SPK4005");
        result.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Failed);
        Registry.Count(Path).ShouldBe(1);
    }

    [Fact]
    public async Task GetIndex_LineChanged_IsRefusedAndTheCopyStays()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry()), "\"one\""));
        await GetAsync();
        Registry.On(
            Path,
            FakeRegistry.Bytes(Lines(Entry() with { Archive = "sha256:" + new string('e', 64) }), "\"two\"")
        );

        var changed = await GetAsync();

        changed.Diagnostics.Single().Code.ShouldBe("SPK4010");
        changed.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Refused);
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry()), "\"one\""));
        (await GetAsync()).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("size")]
    [InlineData("keyid")]
    [InlineData("capabilities")]
    [InlineData("speckit")]
    public async Task GetIndex_AnyOtherFactChanged_IsRefused(string fact)
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry())));
        await GetAsync();
        var changed = fact switch
        {
            "tree" => Entry() with { Tree = "sha256:" + new string('c', 64) },
            "size" => Entry() with { Size = 11 },
            "keyid" => Entry() with { KeyId = new string('a', 64) },
            "capabilities" => Entry() with { Capabilities = ["network"] },
            _ => Entry() with { Speckit = ">=1.0.0" },
        };
        Registry.On(Path, FakeRegistry.Bytes(Lines(changed)));

        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4010");
    }

    [Fact]
    public async Task GetIndex_TrustAndYankChanged_IsTaken()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry())));
        await GetAsync();
        Registry.On(
            Path,
            FakeRegistry.Bytes(Lines(Entry() with { Trust = TrustLevel.Certified, Yanked = true }, Entry("1.0.1")))
        );

        var result = await GetAsync();

        result.Succeeded.ShouldBeTrue();
        result.Value.Entries[0].Trust.ShouldBe(TrustLevel.Certified);
        result.Value.Entries.Length.ShouldBe(2);
    }

    [Fact]
    public async Task GetIndex_VersionGoneOrBackChanged_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry(), Entry("2.0.0"))));
        await GetAsync();
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry("2.0.0"))));

        var gone = await GetAsync();

        gone.Succeeded.ShouldBeFalse();
        gone.Diagnostics.Single().Code.ShouldBe("SPK4011");
        gone.Diagnostics.Single().Hint!.ShouldContain(Cache.IndexFile(new Uri(Registry.Url), Path["/index/".Length..]));
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry() with { Size = 99 }, Entry("2.0.0"))));
        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4010");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":")]
    [InlineData("<html><body>Sign in</body></html>")]
    public async Task GetIndex_Garbage_IsRefused(string body)
    {
        Registry.On(Path, FakeRegistry.Bytes(Encoding.UTF8.GetBytes(body)));

        var result = await GetAsync();

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.Single().Code.ShouldBe("SPK2090");
    }

    [Fact]
    public async Task GetIndex_NotUtf8_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Bytes([0xC3, 0x28]));

        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4002");
    }

    [Fact]
    public async Task GetIndex_LineOfAnotherPlugin_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry(name: "evil"))));

        var problem = (await GetAsync()).Diagnostics.Single();

        problem.Code.ShouldBe("SPK2090");
        problem.Message.ShouldContain("The registry 'test'");
        problem.Message.ShouldContain("alpha");
    }

    [Fact]
    public async Task GetIndex_SameVersionTwice_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry(), Entry() with { Size = 77 })));

        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4002");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetIndex_HugeOrEndless_IsRefused(bool saysItsLength)
    {
        Limits = Limits with { MaxIndexBytes = 10_000 };
        Registry.On(
            Path,
            async context =>
            {
                if (saysItsLength)
                {
                    context.Response.ContentLength = 1L << 40;
                }

                var piece = new byte[4096];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                }
            }
        );

        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4003");
    }

    [Fact]
    public async Task GetIndex_ServerFails_IsTriedAgainAndThenUnreachable()
    {
        Registry.On(Path, FakeRegistry.Status(503));

        var result = await GetAsync();

        result.Diagnostics.Single().Code.ShouldBe("SPK4001");
        result.Diagnostics.Single().Descriptor.Kind.ShouldBe(FailureKind.Unreachable);
        result.Diagnostics.Single().Message.ShouldContain("503");
        result.Diagnostics.Single().Message.ShouldContain(Registry.Url);
        Registry.Count(Path).ShouldBe(3);
    }

    [Fact]
    public async Task GetIndex_ServerRecovers_Succeeds()
    {
        var asked = 0;
        Registry.On(
            Path,
            context =>
            {
                context.Response.Headers.RetryAfter = "3600";
                return Interlocked.Increment(ref asked) < 3
                    ? FakeRegistry.Status(429)(context)
                    : FakeRegistry.Bytes(Lines(Entry()))(context);
            }
        );

        (await GetAsync()).Succeeded.ShouldBeTrue();
        asked.ShouldBe(3);
    }

    [Fact]
    public async Task GetIndex_Silent_IsCutOff()
    {
        Limits = Limits with { AnswerTimeout = TimeSpan.FromMilliseconds(100), Attempts = 1 };
        Registry.On(Path, context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var result = await GetAsync();

        result.Diagnostics.Single().Code.ShouldBe("SPK4001");
        result.Diagnostics.Single().Message.ShouldContain("no answer within 0.1 s");
    }

    [Fact]
    public async Task GetIndex_CancelledByTheUser_Throws()
    {
        Registry.On(Path, context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var user = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => Client().GetIndexAsync(Alpha, user.Token));
    }

    [Fact]
    public async Task GetIndex_Unreachable_UsesTheCopyWithItsAge()
    {
        var clock = new ManualClock(DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry())));
        await Client(time: clock).GetIndexAsync(Alpha, CancellationToken.None);
        clock.Advance(TimeSpan.FromDays(3));
        Registry.On(Path, FakeRegistry.Status(500));

        var result = await Client(time: clock).GetIndexAsync(Alpha, CancellationToken.None);

        result.Value.Origin.ShouldBe(IndexOrigin.Offline);
        result.Value.Age.ShouldBe(TimeSpan.FromDays(3));
        result.Diagnostics.Single().Message.ShouldContain("3 days ago");
        result.Diagnostics.Single().Severity.ShouldBe(Severity.Warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\nmore")]
    [InlineData("{\"format\":99,\"confirmed\":\"2026-01-01T00:00:00Z\",\"seen\":{},\"body\":\"\"}\n")]
    [InlineData("{\"format\":1,\"confirmed\":\"2026-01-01T00:00:00Z\",\"seen\":{},\"body\":\"wrong\"}\n{}")]
    public async Task GetIndex_DamagedCopy_IsAskedAnew(string damage)
    {
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry()), "\"one\""));
        await GetAsync();
        var file = Directory
            .EnumerateFiles(Folder.At(".specify", "cache", "index"), "*", SearchOption.AllDirectories)
            .Single();
        File.WriteAllText(file, damage);

        (await GetAsync()).Value.Origin.ShouldBe(IndexOrigin.Registry);
    }

    [Fact]
    public async Task GetIndex_NotModifiedWithoutACopy_IsRefused()
    {
        Registry.On(Path, FakeRegistry.Status(304));

        (await GetAsync()).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task GetIndex_ConnectionCutInTheMiddle_IsUnreachable()
    {
        Registry.On(
            Path,
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.Body.WriteAsync(new byte[10]);
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        );

        (await GetAsync()).Diagnostics.Single().Code.ShouldBe("SPK4001");
    }

    [Fact]
    public async Task GetIndex_TwoRegistries_DoNotShareCopies()
    {
        await using var other = await FakeRegistry.StartAsync();
        Registry.On(Path, FakeRegistry.Bytes(Lines(Entry())));
        other.On(Path, FakeRegistry.Bytes(Lines(Entry() with { Size = 5 })));
        await GetAsync();

        (await Client(url: other.Url).GetIndexAsync(Alpha, CancellationToken.None)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task GetIndex_RandomBytes_NeverThrows()
    {
        var seed = FuzzSeed.Value;
        var random = new Random(seed);
        var good = Lines(Entry(), Entry("1.1.0"));
        var body = good;
        Registry.On(Path, context => FakeRegistry.Bytes(body)(context));
        var deadline = TimeProvider.System.GetTimestamp();
        for (var i = 0; TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(2); i++)
        {
            body = [.. good];
            for (var change = 0; change < random.Next(1, 8); change++)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var result = await GetAsync();
            (result.Succeeded || result.Diagnostics.Length > 0).ShouldBeTrue($"seed {seed}, round {i}");
        }
    }

    private Task<Result<PluginIndex>> GetAsync() => Client().GetIndexAsync(Alpha, CancellationToken.None);
}
