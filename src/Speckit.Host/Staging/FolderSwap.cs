using Speckit.Packaging.Files;

namespace Speckit.Host.Staging;

/// <summary>A folder that takes another one's place by renames. What is where tells how far it came, so that it can be undone after a
/// stop at any step, and the undoing after a stop of its own.</summary>
/// <param name="directory">Where the folders wait: on the target's file system.</param>
/// <param name="name">The prepared folder's name there. It exists before the first step: once it is gone, it was moved in.</param>
/// <param name="target">The place.</param>
internal sealed class FolderSwap(string directory, string name, string target)
{
    /// <summary>The new folder, until it is moved in.</summary>
    internal string Prepared { get; } = Path.Combine(directory, name);

    /// <summary>The old folder, once it was moved aside.</summary>
    internal string Aside { get; } = Path.Combine(directory, name + "-old");

    private string Undone { get; } = Path.Combine(directory, name + "-undone");

    /// <summary>Moves what is at the place, if there is anything, out of the way.</summary>
    internal void MoveAside()
    {
        if (IsThere(target))
        {
            Directory.Move(target, Aside);
            Durable.FlushDirectory(Path.GetDirectoryName(target)!);
            Durable.FlushDirectory(directory);
        }
    }

    /// <summary>Moves the prepared folder to the place.</summary>
    internal void MoveIn()
    {
        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        Directory.Move(Prepared, target);
        Durable.FlushDirectory(parent);

        // The folder of a scope may be new as well.
        Durable.FlushDirectory(Path.GetDirectoryName(parent)!);
    }

    /// <summary>Brings the old folder back, however far the change came.</summary>
    internal void Undo()
    {
        var wasMovedIn = !IsThere(Prepared);
        if (wasMovedIn && IsThere(target) && !IsThere(Undone))
        {
            Directory.Move(target, Undone);
            Durable.FlushDirectory(directory);
        }

        Restore();
    }

    /// <summary>Moves the old folder back if its place is empty.</summary>
    internal void Restore()
    {
        if (IsThere(Aside) && !IsThere(target))
        {
            var parent = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(parent);
            Directory.Move(Aside, target);
            Durable.FlushDirectory(parent);
        }
    }

    /// <summary>A link is there, wherever it leads.</summary>
    internal static bool IsThere(string path) =>
        Directory.Exists(path) || new DirectoryInfo(path).LinkTarget is not null;
}
