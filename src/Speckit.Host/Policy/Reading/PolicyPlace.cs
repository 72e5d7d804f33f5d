using Speckit.Host.Policy.Model;

namespace Speckit.Host.Policy.Reading;

/// <summary>Where a layer's policy is, if it has one.</summary>
/// <param name="Layer">Whose it is.</param>
/// <param name="Path">The file, absolute.</param>
/// <param name="DisplayPath">The file as diagnostics name it.</param>
public sealed record PolicyPlace(PolicyLayer Layer, string Path, string DisplayPath)
{
    /// <summary>Whether anything has that name. What cannot be looked at counts as present, and so does a link that leads nowhere:
    /// reading it fails then, and nothing is allowed.</summary>
    public bool IsPresent()
    {
        try
        {
            // Of the link itself: does not follow.
            return new FileInfo(Path).Attributes != (FileAttributes)(-1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
