using System.Globalization;
using System.Reflection;
using System.Text;
using Speckit.Manifests.Diagnostics;

namespace Architecture.Support;

/// <summary>Every descriptor that the assemblies declare.</summary>
internal static class DiagnosticCatalog
{
    private static readonly (string First, string Title)[] Areas =
    [
        ("SPK10", "Manifests"),
        ("SPK20", "Packages"),
        ("SPK30", "Signatures and trust"),
        ("SPK40", "Registries"),
        ("SPK50", "Installing and enabling"),
        ("SPK60", "Running plugins"),
        ("SPK70", "Workspace and backlog"),
        ("SPK80", "Policy"),
        ("SPK90", "Command line"),
    ];

    /// <summary>The descriptors with the member that declares each.</summary>
    public static IReadOnlyList<(DiagnosticDescriptor Descriptor, string Member)> All { get; } =
    [
        .. Repository
            .Sources.Select(p => Assembly.Load(p.AssemblyName))
            .SelectMany(a => a.GetTypes())
            .SelectMany(Declared)
            .OrderBy(d => d.Descriptor.Code, StringComparer.Ordinal),
    ];

    /// <summary><c>docs/reference/diagnostics.md</c>.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder(
            """
            # Diagnostics

            Every problem that Speckit tells of has a stable code that is never reused, in the text for people and in the
            `diagnostics` of `--json`. The exit code of a command is that of its first error: 1 failed, or problems found · 2 bad usage or
            bad input · 3 refused by policy, trust or capability · 4 registry unreachable.

            This page is generated from the descriptors in the source: `UPDATE_DOCS=1 dotnet test tests/Architecture` writes it anew.

            """.ReplaceLineEndings("\n")
        );
        foreach (var (first, title) in Areas)
        {
            var rows = All.Where(d => d.Descriptor.Code.StartsWith(first, StringComparison.Ordinal)).ToArray();
            if (rows.Length == 0)
            {
                continue;
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $"\n## {title}: {first}xx\n\n| Code | Problem | Exit code |\n|---|---|---|\n"
            );
            foreach (var (descriptor, _) in rows)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{descriptor.Code}` | {descriptor.Title} | {(int)descriptor.Kind} |\n"
                );
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(DiagnosticDescriptor Descriptor, string Member)> Declared(Type type)
    {
        const BindingFlags Static =
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        if (type.ContainsGenericParameters)
        {
            return [];
        }

        var properties = type.GetProperties(Static)
            .Where(p => p.PropertyType == typeof(DiagnosticDescriptor))
            .Select(p => ((DiagnosticDescriptor)p.GetValue(null)!, $"{type.FullName}.{p.Name}"));
        var fields = type.GetFields(Static)
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor) && !f.Name.StartsWith('<'))
            .Select(f => ((DiagnosticDescriptor)f.GetValue(null)!, $"{type.FullName}.{f.Name}"));
        return properties.Concat(fields);
    }
}
