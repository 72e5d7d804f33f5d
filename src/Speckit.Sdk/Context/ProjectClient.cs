using System.Text;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The project's files, by project-relative paths with forward slashes. Reading needs <c>filesystem.read</c>, writing <c>filesystem.write</c>.</summary>
public sealed class ProjectClient
{
    private readonly HostConnection _host;

    internal ProjectClient(HostConnection host, ProjectInfo project)
    {
        _host = host;
        Root = project.Root;
        Name = project.Name;
    }

    /// <summary>The project's folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>The files that match a pattern and no exclusion.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.read</c>.</exception>
    public async Task<IReadOnlyList<string>> GlobAsync(
        IReadOnlyList<string> patterns,
        IReadOnlyList<string>? exclude = null,
        CancellationToken cancellationToken = default
    )
    {
        var files = await _host.AskAsync(
            Methods.ProjectGlob,
            new GlobParams(patterns, exclude),
            ProtocolJsonContext.Default.GlobParams,
            ProtocolJsonContext.Default.FileList,
            cancellationToken
        );
        return files.Files;
    }

    /// <summary>A file's bytes.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.read</c>.</exception>
    /// <exception cref="HostErrorException">There is no such file, or it is too large.</exception>
    public async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = await ReadAsync(path, cancellationToken);
        return file.Encoding == FileContent.Base64
            ? Convert.FromBase64String(file.Content)
            : Encoding.UTF8.GetBytes(file.Content);
    }

    /// <summary>A file's text; null when it is not UTF-8.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.read</c>.</exception>
    /// <exception cref="HostErrorException">There is no such file, or it is too large.</exception>
    public async Task<string?> ReadTextAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = await ReadAsync(path, cancellationToken);
        return file.Encoding == FileContent.Base64 ? null : file.Content;
    }

    /// <summary>The files that changed since a revision, or since the last commit.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.read</c>.</exception>
    public async Task<IReadOnlyList<string>> ChangedFilesAsync(
        string? since = null,
        CancellationToken cancellationToken = default
    )
    {
        var files = await _host.AskAsync(
            Methods.ProjectChangedFiles,
            new ChangedFilesParams(since),
            ProtocolJsonContext.Default.ChangedFilesParams,
            ProtocolJsonContext.Default.FileList,
            cancellationToken
        );
        return files.Files;
    }

    /// <summary>Writes a text file.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.write</c>.</exception>
    /// <exception cref="HostErrorException">The path is protected or outside the project.</exception>
    public Task WriteTextAsync(string path, string content, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.ProjectWriteFile,
            new WriteFileParams(path, content),
            ProtocolJsonContext.Default.WriteFileParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    /// <summary>Writes a file.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.write</c>.</exception>
    /// <exception cref="HostErrorException">The path is protected or outside the project, or there is too much.</exception>
    public Task WriteBytesAsync(
        string path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken = default
    ) =>
        _host.AskAsync(
            Methods.ProjectWriteFile,
            new WriteFileParams(path, Convert.ToBase64String(content.Span), FileContent.Base64),
            ProtocolJsonContext.Default.WriteFileParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    /// <summary>Creates a folder and its parents.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.write</c>.</exception>
    /// <exception cref="HostErrorException">The path is protected or outside the project.</exception>
    public Task CreateDirectoryAsync(string path, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.ProjectCreateDirectory,
            new CreateDirectoryParams(path),
            ProtocolJsonContext.Default.CreateDirectoryParams,
            ProtocolJsonContext.Default.Empty,
            cancellationToken
        );

    private Task<FileContent> ReadAsync(string path, CancellationToken cancellationToken) =>
        _host.AskAsync(
            Methods.ProjectReadFile,
            new ReadFileParams(path),
            ProtocolJsonContext.Default.ReadFileParams,
            ProtocolJsonContext.Default.FileContent,
            cancellationToken
        );
}
