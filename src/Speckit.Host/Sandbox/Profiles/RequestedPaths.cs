using System.Collections.Immutable;
using Speckit.Host.Projects;
using Speckit.Host.Services.Files;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>Turns the paths that a manifest names under <c>sandbox.filesystem</c> into folders and files to give.</summary>
/// <param name="project">The project.</param>
/// <param name="user">The user's state.</param>
/// <param name="plugin">The plugin.</param>
internal sealed class RequestedPaths(ProjectLayout project, UserLayout user, PluginName plugin)
{
    /// <summary>No path.</summary>
    internal static Resolved Nothing { get; } = new(IsWholeProject: false, [], []);

    private static readonly ImmutableArray<string> SecretsOfHome =
    [
        ".ssh",
        ".gnupg",
        ".aws",
        ".azure",
        ".kube",
        ".docker",
        ".netrc",
        ".git-credentials",
        ".config/gcloud",
        ".config/gh",
        ProjectLayout.DirectoryName,
    ];

    private static readonly ImmutableArray<string> SecretsOfMachine =
    [
        "/etc/shadow",
        "/etc/gshadow",
        "/etc/sudoers",
        "/etc/sudoers.d",
        "/etc/ssl/private",
        "/etc/ssh",
        "/root",
        "/proc",
        "/sys",
        "/dev",
        "/run",
        "/var/run",
        "/boot",
    ];

    /// <summary>What the plugin gets of a list; all of the project where there is none.</summary>
    internal Resolved Resolve(ImmutableArray<string>? asked, bool toWrite)
    {
        if (asked is not { } patterns)
        {
            return new Resolved(IsWholeProject: true, [], []);
        }

        var whole = false;
        var paths = ImmutableArray.CreateBuilder<string>();
        var withheld = ImmutableArray.CreateBuilder<string>();
        foreach (var pattern in patterns)
        {
            var path = FolderOf(pattern);
            if (path == project.Root)
            {
                whole = true;
            }
            else if (WhyNot(path, toWrite) is { } reason)
            {
                withheld.Add($"{pattern}: {reason}");
            }
            else if (!paths.Contains(path, StringComparer.Ordinal))
            {
                paths.Add(path);
            }
        }

        return new Resolved(whole, paths.ToImmutable(), withheld.ToImmutable());
    }

    /// <summary>The path up to the first segment with a wildcard: the kernel gives folders and files, not patterns.</summary>
    private string FolderOf(string pattern)
    {
        var expanded = pattern.StartsWith("~/", StringComparison.Ordinal) ? user.Home + pattern[1..] : pattern;
        var absolute = expanded.StartsWith('/') ? expanded : $"{project.Root}/{expanded}";
        var plain = absolute.Split('/').TakeWhile(s => !s.AsSpan().ContainsAny("*?[{"));
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath("/" + string.Join('/', plain).TrimStart('/')));
    }

    private string? WhyNot(string path, bool toWrite)
    {
        if (IsBelow(path, project.Root))
        {
            var relative = path[(project.Root.Length + 1)..];
            var protectedPaths = new ProtectedPaths(plugin);
            return protectedPaths.IsHidden(relative) ? "it is the host's own"
                : toWrite && protectedPaths.IsReadOnly(relative) ? "it is never written by plugins"
                : null;
        }

        var blocked = SecretsOfHome
            .Select(s => $"{user.Home}/{s}")
            .Concat(SecretsOfMachine.Where(s => !IsBelow(user.Home, s) && s != user.Home))
            .FirstOrDefault(b => path == b || IsBelow(path, b) || IsBelow(b, path) || path == "/");
        return blocked is null ? null : $"'{blocked}' is never given";
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>What a plugin gets.</summary>
    /// <param name="IsWholeProject">Whether it is all of the project.</param>
    /// <param name="Paths">Folders and files besides.</param>
    /// <param name="Withheld">What it does not get, and why.</param>
    internal sealed record Resolved(bool IsWholeProject, ImmutableArray<string> Paths, ImmutableArray<string> Withheld);
}
