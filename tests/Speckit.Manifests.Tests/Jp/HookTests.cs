namespace Speckit.Manifests.Tests.Jp;

public sealed class HookTests
{
    [Fact]
    public void Read_EveryKey_IsRead()
    {
        var hook = Manifests
            .Provides(
                "  hooks: [{event: workflow.*, entrypoint: x.py:on, timeout: 1.5, fail: stop, filter: {feature: [a, b], n: 1}}]\n"
            )
            .Hooks.ShouldHaveSingleItem();

        hook.Event.ShouldBe("workflow.*");
        hook.Entrypoint.ToString().ShouldBe("x.py:on");
        hook.Timeout.ShouldBe(TimeSpan.FromSeconds(1.5));
        hook.StopOnFailure.ShouldBeTrue();
        hook.Filter.ShouldNotBeNull().ToJsonString().ShouldBe("""{"feature":["a","b"],"n":1}""");
    }

    [Theory]
    [InlineData("workflow.implement.completed")]
    [InlineData("workflow.*.completed")]
    [InlineData("*.*.failed")]
    [InlineData("backlog.**")]
    [InlineData("**")]
    [InlineData("plugin.my-plugin.scan_done2")]
    [InlineData("integration.sync")]
    public void Read_EventPattern_IsAccepted(string pattern) =>
        Manifests.Provides($"  hooks: [{{event: '{pattern}', handler: x.py}}]\n").Hooks[0].Event.ShouldBe(pattern);

    [Theory]
    [InlineData("workflow")]
    [InlineData("*")]
    [InlineData("workflow..completed")]
    [InlineData(".completed")]
    [InlineData("workflow.")]
    [InlineData("Workflow.implement")]
    [InlineData("work*.completed")]
    [InlineData("**.completed")]
    [InlineData("workflow.***")]
    [InlineData("workflow.1st")]
    [InlineData("work flow.x")]
    public void Read_BadEvent_IsOneLocatedError(string pattern) =>
        Manifests.ShouldPoint($"provides:\n  hooks: [{{event: ¦'{pattern}', handler: x.py}}]\n", "SPK1036");

    [Fact]
    public void Read_EndlessEvent_IsRefused() =>
        Manifests.ShouldPoint(
            $"provides:\n  hooks: [{{event: ¦a.{new string('b', 256)}, handler: x.py}}]\n",
            "SPK1036"
        );

    [Theory]
    [InlineData("¦{handler: x}", "SPK1024")]
    [InlineData("¦{event: a.b}", "SPK1024")]
    [InlineData("{event: a.b, handler: x, ¦entrypoint: y}", "SPK1037")]
    [InlineData("{event: a.b, handler: x, timeout: ¦0}", "SPK1026")]
    [InlineData("{event: a.b, handler: x, timeout: ¦86401}", "SPK1026")]
    [InlineData("{event: a.b, handler: x, timeout: ¦5s}", "SPK1025")]
    [InlineData("{event: a.b, handler: x, fail: ¦abort}", "SPK1030")]
    [InlineData("{event: a.b, handler: x, ¦filter: {}}", "SPK1025")]
    [InlineData("{event: a.b, handler: x, filter: ¦[a]}", "SPK1025")]
    [InlineData("{event: a.b, handler: x, ¦filter: {a: {b: c}}}", "SPK1025")]
    [InlineData("{event: a.b, handler: x, ¦filter: {a: []}}", "SPK1025")]
    [InlineData("{event: ¦7, handler: x}", "SPK1025")]
    [InlineData("{event: a.b, handler: ¦7}", "SPK1025")]
    [InlineData("{event: a.b, handler: x, ¦priority: 1}", "SPK1023")]
    public void Read_BadHook_IsOneLocatedError(string hook, string code) =>
        Manifests.ShouldPoint($"provides:\n  hooks: [{hook}]\n", code);

    [Fact]
    public void Read_SameHookTwice_IsDuplicate() =>
        Manifests.ShouldPoint(
            "provides:\n  hooks:\n    - {event: a.b, handler: x}\n    - {event: a.b, handler: y}\n    - ¦{event: a.b, handler: x}\n",
            "SPK1032"
        );
}
