using Speckit.Host.Policy;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Tests.Policy;

/// <summary>The gate before install, enable and run, and what administrators answer.</summary>
public sealed class PolicyGateTests : IDisposable
{
    private const string NeedsNetwork = "plugin_policy: { capabilities: { require_approval: [network, subprocess] } }";

    private readonly TestProject _project = new();
    private readonly SigningKey _admin = SigningKey.Generate();
    private readonly SigningKey _other = SigningKey.Generate();

    private static PolicySubject Wanting => PolicyTexts.Subject("demo") with { Capabilities = ["network"] };

    private ApprovalStore Store => new(_project.Layout);

    private ApprovalRequest Request => Store.List().Requests.ShouldHaveSingleItem().Request;

    public void Dispose()
    {
        _admin.Dispose();
        _other.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task Evaluate_NoPolicy_AllowsAndWritesNothing()
    {
        (await EvaluateAsync(Wanting)).Value.ShouldBeSameAs(PolicyDecision.Unrestricted);

        _project.AuditLines.ShouldBeEmpty();
        Directory.Exists(_project.Layout.ApprovalsDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task Evaluate_Refused_SaysWhichRuleWhereAndWhatToDo()
    {
        System(PolicyTexts.Jp);

        var evaluated = await EvaluateAsync(
            PolicyTexts.Subject("demo") with
            {
                Trust = Packaging.Trust.TrustLevel.Unsigned,
                Signers = [],
            }
        );

        evaluated.Diagnostics.Select(d => d.Code).ShouldBe(["SPK8002", "SPK8002", "SPK8002"]);
        var first = evaluated.Diagnostics[0];
        first.Descriptor.Kind.ShouldBe(FailureKind.Refused);
        first.Message.ShouldContain("demo 1.0.0 is refused by 'plugin_policy.plugins.allowed'");
        first.Location!.ToString().ShouldBe($"{_project.User.SystemPolicyFile}:27:5");
        first.Hint.ShouldNotBeNull().ShouldContain("ask its administrator");
        var line = _project.AuditLines.ShouldHaveSingleItem();
        line.ShouldContain("\"action\":\"policy\"");
        line.ShouldContain("\"target\":\"install 1.0.0\"");
        line.ShouldContain("\"outcome\":\"refused\"");
    }

    [Theory]
    [InlineData(PolicyMoment.Install, 1)]
    [InlineData(PolicyMoment.Update, 1)]
    [InlineData(PolicyMoment.Enable, 1)]
    [InlineData(PolicyMoment.Run, 0)]
    public async Task Evaluate_Allowed_IsAuditedButForRuns(PolicyMoment moment, int lines)
    {
        System("plugin_policy: { capabilities: { blocked: [network] } }");

        var decision = (await EvaluateAsync(Wanting with { Moment = moment })).Value;

        decision.DeniedCapabilities.ShouldBe(["network"]);
        _project.AuditLines.Count.ShouldBe(lines);
    }

    [Fact]
    public async Task Evaluate_ApprovalMissing_WritesOneRequestAndSaysWhatToDo()
    {
        System(NeedsNetwork);
        User(Admins(_admin));

        var first = await EvaluateAsync(Wanting);
        var file = Directory.EnumerateFiles(_project.Layout.ApprovalsDirectory).ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(file);
        var second = await EvaluateAsync(Wanting);

        first.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK8003");
        second.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK8003");
        (await File.ReadAllBytesAsync(file)).ShouldBe(bytes);
        Directory.EnumerateFiles(_project.Layout.ApprovalsDirectory).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldMatch("^demo-1\\.0\\.0-[0-9a-f]{12}\\.json$");
        Request.Capabilities.ShouldBe(["network"]);
        Request.Tree.ShouldBe(PolicyTexts.Tree);
    }

    [Fact]
    public async Task Evaluate_NobodyMayApprove_SaysSo()
    {
        System(NeedsNetwork);
        User(Admins(_admin));
        (await EvaluateAsync(Wanting)).Diagnostics[0].Hint.ShouldNotBeNull().ShouldContain("nobody may approve it");

        File.Delete(_project.User.SystemPolicyFile);
        User(NeedsNetwork + "\n" + "registry: {}\n");
        (await EvaluateAsync(Wanting)).Diagnostics[0].Hint.ShouldNotBeNull().ShouldContain("system or user policy");
    }

    [Fact]
    public async Task Evaluate_Approved_Allows()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_admin);

        (await EvaluateAsync(Wanting)).Succeeded.ShouldBeTrue();

        var rule = (await EvaluateAsync(Wanting)).Value.Rules.Single(r => r.Capability == "network");
        rule.Explanation.ShouldBe("network was approved by admin");
    }

    [Fact]
    public async Task Evaluate_ApprovalOfSomethingElse_DoesNotCount()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_admin);

        await ShouldWaitAsync(Wanting with { Tree = "sha256:" + new string('b', 64) });
        await ShouldWaitAsync(Wanting with { Version = "1.0.1" });
        await ShouldWaitAsync(Wanting with { Capabilities = ["network", "subprocess"] });
        await ShouldWaitAsync(Wanting with { Name = Manifests.Model.PluginName.Parse("@s/demo") });
    }

    [Fact]
    public async Task Evaluate_ApprovalOfMore_CoversLess()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting with { Capabilities = ["network", "subprocess"] });
        Approve(_admin);

        (await EvaluateAsync(Wanting)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Evaluate_ExpiredApproval_DoesNotCount()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_admin, _project.Host.Time.GetUtcNow().AddSeconds(-1));

        (await EvaluateAsync(Wanting)).Diagnostics[0].Message.ShouldContain("has ended");
    }

    [Fact]
    public async Task Evaluate_KeyThatMayNot_DoesNotCount()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_other);
        await ShouldWaitAsync(Wanting);

        // Neither the project nor the user appoints an administrator of the machine's rules.
        Project($"plugin_policy: {Admins(_other)}");
        await ShouldWaitAsync(Wanting);
        File.Delete(_project.Layout.PolicyFile);
        User($"plugin_policy: {Admins(_other)}");
        await ShouldWaitAsync(Wanting);
    }

    [Fact]
    public async Task Evaluate_ProjectsOwnAdministrator_NeverCountsAlone()
    {
        Project($"plugin_policy: {{ capabilities: {{ require_approval: [network] }}, {Inner(_other)} }}");
        await EvaluateAsync(Wanting);
        Approve(_other);
        await ShouldWaitAsync(Wanting);

        User(Admins(_other, _admin));
        (await EvaluateAsync(Wanting)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Evaluate_ProjectListsFewerAdministrators_RestrictsThem()
    {
        System(NeedsNetwork, Admins(_admin, _other));
        Project($"plugin_policy: {Admins(_admin)}");
        await EvaluateAsync(Wanting);

        Approve(_other);
        await ShouldWaitAsync(Wanting);
        Approve(_admin);
        (await EvaluateAsync(Wanting)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Evaluate_RevokedAdministrator_DoesNotCount()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_admin);
        Project($"plugin_policy: {{ trust: {{ revoked_keys: [{_admin.PublicKey.KeyId}] }} }}");

        await ShouldWaitAsync(Wanting);
    }

    [Fact]
    public async Task Evaluate_ForgedApprovals_AreToldAndDoNotCount()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        var request = Request;
        var file = _project.At(".specify", "approvals", request.Id + ".approval.json");
        Approve(_admin);
        var right = DsseEnvelope.Parse(await File.ReadAllBytesAsync(file)).Value;

        // Somebody else's signature over a payload that carries the administrator's key.
        Approve(_other);
        var others = DsseEnvelope.Parse(await File.ReadAllBytesAsync(file)).Value;
        await ShouldBeInvalidAsync(right with { Signatures = others.Signatures }, "does not fit");
        await ShouldBeInvalidAsync(right with { Signatures = [] }, "does not fit");
        await ShouldBeInvalidAsync(right with { PayloadType = "application/vnd.in-toto+json" }, "its payload is");
        await ShouldBeInvalidAsync(right with { Payload = "{}"u8.ToArray() }, "not an approval");

        // The right approval of another request.
        var copied = new ApprovalRequest(
            request.Plugin,
            "2.0.0",
            request.Tree,
            request.Capabilities,
            request.RequestedAt,
            "me"
        );
        Store.Ask(copied);
        await File.WriteAllBytesAsync(
            _project.At(".specify", "approvals", copied.Id + ".approval.json"),
            right.ToJson()
        );
        Store.Answered(copied).Problem.ShouldNotBeNull().Code.ShouldBe("SPK8012");

        async Task ShouldBeInvalidAsync(DsseEnvelope envelope, string why)
        {
            await File.WriteAllBytesAsync(file, envelope.ToJson());
            (await EvaluateAsync(Wanting)).Diagnostics[0].Message.ShouldContain(why);
        }
    }

    [Fact]
    public async Task Deny_PendingOrApproved_SaysNoUntilApprovedAgain()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        Approve(_admin);
        Store.Deny(Request, new Denial("ann", DateTimeOffset.UnixEpoch, "too wide"));

        var denied = await EvaluateAsync(Wanting);
        denied.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK8004");
        denied.Diagnostics[0].Message.ShouldContain("denied by ann: too wide");

        Approve(_admin);
        (await EvaluateAsync(Wanting)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Deny_FileThatCannotBeRead_StillSaysNo()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        await File.WriteAllTextAsync(_project.At(".specify", "approvals", Request.Id + ".denied.json"), "{");

        (await EvaluateAsync(Wanting)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK8004");
    }

    [Fact]
    public async Task List_EditedRequest_IsWarnedOfAndLeftOut()
    {
        System(NeedsNetwork, Admins(_admin));
        await EvaluateAsync(Wanting);
        var file = Directory.EnumerateFiles(_project.Layout.ApprovalsDirectory).Single();
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("network", "subprocess"));

        var (requests, warnings) = Store.List();

        requests.ShouldBeEmpty();
        warnings.ShouldHaveSingleItem().Code.ShouldBe("SPK8009");
    }

    private async Task ShouldWaitAsync(PolicySubject subject)
    {
        var evaluated = await EvaluateAsync(subject);
        evaluated.Succeeded.ShouldBeFalse();
        evaluated.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK8003");
    }

    private Task<Result<PolicyDecision>> EvaluateAsync(PolicySubject subject) =>
        PolicyGate.EvaluateAsync(_project.Host, subject, CancellationToken.None);

    private void Approve(SigningKey key, DateTimeOffset? expires = null)
    {
        var request = Request;
        var approval = new Approval(
            request.Plugin.ToString(),
            request.Version,
            request.Tree,
            request.Capabilities,
            key.PublicKey.KeyId,
            "admin",
            DateTimeOffset.UnixEpoch,
            expires
        );
        Store.Approve(request, approval, key);
    }

    private void System(string text) => Write(_project.User.SystemPolicyFile, text);

    private void System(string text, string admins) =>
        System(text.Replace("plugin_policy: {", $"plugin_policy: {{ {admins[1..^1]}, "));

    private void User(string text) =>
        Write(_project.User.PolicyFile, text.StartsWith('{') ? $"plugin_policy: {text}" : text);

    private void Project(string text) => Write(_project.Layout.PolicyFile, text);

    private static string Admins(params SigningKey[] keys) => $"{{ {Inner(keys)} }}";

    private static string Inner(params SigningKey[] keys) =>
        $"approvals: {{ admin_keys: [{string.Join(", ", keys.Select(k => $"{{ name: admin, keyid: {k.PublicKey.KeyId} }}"))}] }}";

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
