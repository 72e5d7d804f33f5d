using System.Text;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Model;
using Speckit.Host.Policy.Reading;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Policy;

/// <summary>Damaged files end in a policy or in diagnostics, never in anything else.</summary>
public sealed class PolicyFuzzTests
{
    private const int Rounds = 3000;

    [Theory]
    [InlineData(PolicyTexts.Jp)]
    [InlineData(PolicyTexts.Ospec)]
    public void Read_DamagedPolicy_IsAPolicyOrMistakesWithPlaces(string text)
    {
        var random = new Random(text.Length);
        var failed = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var read = PolicyReader.Read(
                PolicyLayer.Project,
                "policy.yaml",
                Path.GetTempPath(),
                Damage(Encoding.UTF8.GetBytes(text), random)
            );

            failed += read.Succeeded ? 0 : 1;
            read.Diagnostics.ShouldAllBe(d => d.Location != null && d.Location.Line > 0);
        }

        failed.ShouldBeInRange(Rounds / 20, Rounds - 1);
    }

    [Fact]
    public void Verify_DamagedApproval_NeverSaysMoreThanWasSigned()
    {
        // A fixed file, so that every run damages the same bytes; it also says that the format still reads what it wrote.
        var envelope = File.ReadAllBytes(Path.Combine(PolicyTexts.Samples, "approval.json"));
        var approval = ApprovalEnvelope.Verify("approval.json", envelope).Value;
        approval.Plugin.ShouldBe("demo");
        var random = new Random(5);
        for (var i = 0; i < Rounds; i++)
        {
            var verified = ApprovalEnvelope.Verify("x.json", Damage(envelope, random));
            if (verified.TryGet(out var read) && read.KeyId == approval.KeyId)
            {
                (read with { Capabilities = [] }).ShouldBe(approval with { Capabilities = [] });
                read.Capabilities.ShouldBe(approval.Capabilities);
            }
        }
    }

    [Fact]
    public void ReadRequest_DamagedRequest_IsARequestOrNothing()
    {
        var request = new ApprovalRequest(
            PluginName.Parse("@s/demo"),
            "1.0.0",
            PolicyTexts.Tree,
            ["network"],
            DateTimeOffset.UnixEpoch,
            "me"
        );
        var json = ApprovalJson.Write(request);
        ApprovalJson.ReadRequest(json)!.Id.ShouldBe(request.Id);
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < Rounds; i++)
        {
            refused += ApprovalJson.ReadRequest(Damage(json, random)) is null ? 1 : 0;
        }

        refused.ShouldBeInRange(Rounds / 4, Rounds - 1);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveAt(at);
                    break;
                case 2:
                    damaged.Insert(at, (byte)" :-[]{}\"'*\n#"[random.Next(12)]);
                    break;
                default:
                    damaged.RemoveRange(at, random.Next(Math.Min(20, damaged.Count - at)));
                    break;
            }
        }

        return [.. damaged];
    }
}
