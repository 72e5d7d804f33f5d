using System.Text;

namespace Speckit.Sdk.Testing;

/// <summary>The files of a project that exists in memory only.</summary>
public sealed class TestProject
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The project's name.</summary>
    public string Name { get; set; } = "test-project";

    /// <summary>What <c>project/changedFiles</c> answers.</summary>
    public IList<string> ChangedFiles { get; } = [];

    /// <summary>The paths of all files, sorted.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_lock)
            {
                return [.. _files.Keys];
            }
        }
    }

    /// <summary>The folders that were created by themselves, sorted.</summary>
    public IReadOnlyList<string> Directories
    {
        get
        {
            lock (_lock)
            {
                return [.. _directories];
            }
        }
    }

    /// <summary>Creates a folder.</summary>
    public void CreateDirectory(string path)
    {
        lock (_lock)
        {
            _directories.Add(path);
        }
    }

    /// <summary>A text file's content; null when there is no such file.</summary>
    public string? FindText(string path) => Find(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Creates or replaces a text file.</summary>
    public void CreateFile(string path, string content) => CreateFile(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Creates or replaces a file.</summary>
    public void CreateFile(string path, byte[] content)
    {
        lock (_lock)
        {
            _files[path] = content;
        }
    }

    /// <summary>A file's bytes; null when there is none.</summary>
    public byte[]? Find(string path)
    {
        lock (_lock)
        {
            return _files.GetValueOrDefault(path);
        }
    }
}
