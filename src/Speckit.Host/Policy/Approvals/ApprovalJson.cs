using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Policy.Approvals;

/// <summary>The files of <c>.specify/approvals</c> as JSON. Every reading is strict: null means that it is not such a file.</summary>
internal static class ApprovalJson
{
    private const int Version = 1;

    public static byte[] Write(ApprovalRequest request) =>
        WithNewline(
            JsonSerializer.SerializeToUtf8Bytes(
                new RequestWire(
                    Version,
                    request.Plugin.ToString(),
                    request.Version,
                    request.Tree,
                    request.Capabilities,
                    request.RequestedAt,
                    request.RequestedBy
                ),
                ApprovalJsonContext.Default.RequestWire
            )
        );

    public static ApprovalRequest? ReadRequest(ReadOnlySpan<byte> json) =>
        Read(json, ApprovalJsonContext.Default.RequestWire) is { } wire
        && wire.ApprovalRequest == Version
        && PluginName.TryParse(wire.Plugin, out var name)
        && IsSound(wire.Tree, wire.Capabilities)
            ? new ApprovalRequest(name, wire.Version, wire.Tree, wire.Capabilities, wire.RequestedAt, wire.RequestedBy)
            : null;

    public static byte[] Write(Denial denial) =>
        WithNewline(
            JsonSerializer.SerializeToUtf8Bytes(
                new DenialWire(Version, denial.DeniedBy, denial.DeniedAt, denial.Reason),
                ApprovalJsonContext.Default.DenialWire
            )
        );

    public static Denial? ReadDenial(ReadOnlySpan<byte> json) =>
        Read(json, ApprovalJsonContext.Default.DenialWire) is { } wire && wire.ApprovalDenial == Version
            ? new Denial(wire.DeniedBy, wire.DeniedAt, wire.Reason)
            : null;

    /// <summary>The payload of an approval's envelope.</summary>
    /// <param name="approval">What is approved.</param>
    /// <param name="publicKey">The key that signs, PEM: its digest is the key id that policies list.</param>
    public static byte[] Write(Approval approval, string publicKey) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ApprovalWire(
                Version,
                approval.Plugin,
                approval.Version,
                approval.Tree,
                approval.Capabilities,
                approval.ApprovedBy,
                approval.ApprovedAt,
                publicKey
            )
            {
                Expires = approval.Expires,
            },
            ApprovalJsonContext.Default.ApprovalWire
        );

    public static ApprovalWire? ReadApproval(ReadOnlySpan<byte> json) =>
        Read(json, ApprovalJsonContext.Default.ApprovalWire) is { } wire
        && wire.Approval == Version
        && IsSound(wire.Tree, wire.Capabilities)
            ? wire
            : null;

    private static T? Read<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSound(string tree, ImmutableArray<string> capabilities) =>
        Sha256Digest.TryParse(tree, out _) && !capabilities.IsDefaultOrEmpty && capabilities.All(IsCapability);

    private static bool IsCapability(string? id) => id is not null && Capability.Find(id) is not null;

    private static byte[] WithNewline(byte[] json) => [.. json, (byte)'\n'];
}

internal sealed record RequestWire(
    int ApprovalRequest,
    string Plugin,
    string Version,
    string Tree,
    ImmutableArray<string> Capabilities,
    DateTimeOffset RequestedAt,
    string RequestedBy
);

internal sealed record DenialWire(int ApprovalDenial, string DeniedBy, DateTimeOffset DeniedAt, string? Reason);

internal sealed record ApprovalWire(
    int Approval,
    string Plugin,
    string Version,
    string Tree,
    ImmutableArray<string> Capabilities,
    string ApprovedBy,
    DateTimeOffset ApprovedAt,
    string PublicKey
)
{
    public DateTimeOffset? Expires { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8
)]
[JsonSerializable(typeof(RequestWire))]
[JsonSerializable(typeof(DenialWire))]
[JsonSerializable(typeof(ApprovalWire))]
internal sealed partial class ApprovalJsonContext : JsonSerializerContext;
