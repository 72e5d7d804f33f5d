using System.Collections.Immutable;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Policy.Reading;

/// <summary><c>approvals.admin_keys</c>: each is <c>{ keyid | public_key, name }</c>.</summary>
internal static class AdminKeysSection
{
    private const int MaxPem = 16 << 10;

    public static PolicySetting<ImmutableArray<AdminKey>>? Read(Fields rules, string directory)
    {
        if (rules.Section("approvals") is not { } approvals)
        {
            return null;
        }

        var list = approvals.Find("admin_keys");
        var keys = ImmutableArray.CreateBuilder<AdminKey>();
        foreach (var item in list?.List() ?? [])
        {
            if (item.Section() is { } fields && ReadKey(fields, directory) is { } key)
            {
                keys.Add(key);
            }
        }

        approvals.Done();
        return list is null
            ? null
            : new PolicySetting<ImmutableArray<AdminKey>>(list.Path, keys.ToImmutable(), list.KeyLocation);
    }

    private static AdminKey? ReadKey(Fields fields, string directory)
    {
        var id = fields.Find("keyid");
        var key = fields.Find("public_key");
        var name = fields.RequiredText("name", "whose key it is");
        fields.Done();
        if (id is null == key is null)
        {
            fields.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    $"'{fields.Path}' has {(id is null ? "neither" : "both")} 'keyid' {(id is null ? "nor" : "and")} 'public_key'; expected one of them.",
                    "'specify plugin keygen' shows the id of a key",
                    fields.Location
                )
            );
            return null;
        }

        var keyId = id is null ? ReadPublicKey(key!, directory) : ReadKeyId(id);
        return keyId is null ? null : new AdminKey(keyId, name, fields.Location);
    }

    private static string? ReadKeyId(Value value)
    {
        if (value.Text() is not { } text)
        {
            return null;
        }

        return PolicyLists.IsKeyId(text)
            ? text
            : Refuse(value, $"'{Excerpt.Of(text)}'; expected a key id of 64 hexadecimal digits in lower case");
    }

    private static string? ReadPublicKey(Value value, string directory)
    {
        if (value.Text(MaxPem) is not { } text)
        {
            return null;
        }

        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return Parsed(value, VerificationKey.Parse(text));
        }

        try
        {
            return Parsed(value, VerificationKey.Load(Path.GetFullPath(text, directory)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refuse(value, $"'{Excerpt.Of(text)}', which cannot be read: {e.Message}");
        }
    }

    private static string? Parsed(Value value, Result<VerificationKey> key) =>
        key.TryGet(out var read) ? read.KeyId : Refuse(value, $"no key: {key.Diagnostics[0].Message}");

    private static string? Refuse(Value value, string found)
    {
        value.Problems.Add(
            PolicyDiagnostics.BadKey.Error(
                $"'{value.Path}' is {found}.",
                "name a public key as 'specify plugin keygen' writes it, its text, or its id",
                value.Location
            )
        );
        return null;
    }
}
