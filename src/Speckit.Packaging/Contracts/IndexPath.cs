using Speckit.Manifests.Model;

namespace Speckit.Packaging.Contracts;

/// <summary>Where a plugin's file is in the sparse index (formats, "Registry index").</summary>
public static class IndexPath
{
    /// <summary>The path of <c>config.json</c> below the index root.</summary>
    public const string Config = "config.json";

    /// <summary>The path below the index root, with forward slashes:
    /// <c>1/a</c>, <c>2/ab</c>, <c>3/a/abc</c>, <c>ab/cd/abcd</c> as Cargo does, and <c>@scope/name</c>.</summary>
    /// <remarks>Dots of a name are <c>_</c> in the folders above it: the plugin <c>ab..c</c> would have the folder <c>..</c> otherwise,
    /// which every URL parser resolves away.</remarks>
    public static string For(PluginName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Scope is not null)
        {
            return name.ToString();
        }

        var text = name.Name;
        return text.Length switch
        {
            1 => $"1/{text}",
            2 => $"2/{text}",
            3 => $"3/{Folder(text[..1])}/{text}",
            _ => $"{Folder(text[..2])}/{Folder(text[2..4])}/{text}",
        };
    }

    private static string Folder(string part) => part.Replace('.', '_');
}
