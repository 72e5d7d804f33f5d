using System.Text;
using Speckit.Manifests.Model;

namespace Speckit.Registry.Storage.Plugins;

/// <summary>A name as eyes read it: two names with one skeleton are taken for each other (typosquatting).</summary>
internal static class NameSkeleton
{
    /// <summary>The skeleton: no separators, 0 as o, 1 as l.</summary>
    public static string Of(PluginName name) =>
        name.Scope is null ? Of(name.Name) : $"@{Of(name.Scope)}/{Of(name.Name)}";

    /// <summary>The skeleton of a scope or of a name without one.</summary>
    public static string Of(string part)
    {
        var skeleton = new StringBuilder(part.Length);
        foreach (var character in part)
        {
            switch (character)
            {
                case '-' or '_' or '.':
                    break;
                case '0':
                    skeleton.Append('o');
                    break;
                case '1':
                    skeleton.Append('l');
                    break;
                default:
                    skeleton.Append(char.ToLowerInvariant(character));
                    break;
            }
        }

        return skeleton.ToString();
    }
}
