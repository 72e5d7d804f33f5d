using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Speckit.Host.Services.Files;
using Speckit.Host.Services.Limits;
using Speckit.Manifests.Model;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Services on the project's files.</summary>
internal static class ProjectServices
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    internal static ImmutableArray<Service> All { get; } =
    [
        Service.Create(
            Methods.ProjectGlob,
            Capability.FilesystemRead,
            j => j.GlobParams,
            j => j.FileList,
            GlobAsync,
            p => string.Join(' ', p.Patterns)
        ),
        Service.Create(
            Methods.ProjectReadFile,
            Capability.FilesystemRead,
            j => j.ReadFileParams,
            j => j.FileContent,
            ReadAsync,
            p => p.Path
        ),
        Service.Create(
            Methods.ProjectChangedFiles,
            Capability.FilesystemRead,
            j => j.ChangedFilesParams,
            j => j.FileList,
            ChangedAsync,
            p => p.Since
        ),
        Service.Create(
            Methods.ProjectWriteFile,
            Capability.FilesystemWrite,
            j => j.WriteFileParams,
            j => j.Empty,
            WriteAsync,
            p => p.Path,
            (file, _) => string.Create(CultureInfo.InvariantCulture, $"{SizeOf(file)} bytes")
        ),
        Service.Create(
            Methods.ProjectCreateDirectory,
            Capability.FilesystemWrite,
            j => j.CreateDirectoryParams,
            j => j.Empty,
            CreateDirectoryAsync,
            p => p.Path,
            (_, _) => null
        ),
    ];

    private static Task<FileList> GlobAsync(
        ServiceContext context,
        GlobParams wanted,
        CancellationToken cancellationToken
    ) => Task.Run(() => new FileList(FilesOf(context).Glob(wanted.Patterns, wanted.Exclude ?? [], cancellationToken)));

    private static async Task<FileContent> ReadAsync(
        ServiceContext context,
        ReadFileParams wanted,
        CancellationToken cancellationToken
    )
    {
        context.Meter.Count(RunLimit.FilesRead);
        var bytes = await FilesOf(context).ReadAsync(wanted.Path, cancellationToken);
        context.Meter.Count(RunLimit.BytesRead, bytes.Length);
        try
        {
            return new FileContent(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new FileContent(Convert.ToBase64String(bytes), FileContent.Base64);
        }
    }

    private static async Task<FileList> ChangedAsync(
        ServiceContext context,
        ChangedFilesParams wanted,
        CancellationToken cancellationToken
    ) => new(await FilesOf(context).ChangedAsync(wanted.Since, cancellationToken));

    private static Task<Empty> WriteAsync(ServiceContext context, WriteFileParams file, CancellationToken _)
    {
        var bytes = file.Encoding switch
        {
            FileContent.Utf8 => Encoding.UTF8.GetBytes(file.Content),
            FileContent.Base64 => FromBase64(file.Content),
            _ => throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"unknown encoding '{file.Encoding}'"),
        };
        context.Meter.Count(RunLimit.FilesWritten);
        context.Meter.Count(RunLimit.BytesWritten, bytes.Length);
        FilesOf(context).Write(file.Path, bytes);
        return Task.FromResult(Empty.Instance);
    }

    private static Task<Empty> CreateDirectoryAsync(
        ServiceContext context,
        CreateDirectoryParams wanted,
        CancellationToken _
    )
    {
        context.Meter.Count(RunLimit.FilesWritten);
        FilesOf(context).CreateDirectory(wanted.Path);
        return Task.FromResult(Empty.Instance);
    }

    private static int SizeOf(WriteFileParams file) =>
        file.Encoding == FileContent.Base64
            ? Convert.FromBase64String(file.Content).Length
            : Encoding.UTF8.GetByteCount(file.Content);

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, "the content is not base64");
        }
    }

    private static ProjectFiles FilesOf(ServiceContext context) => new(context.Project, context.Granted.Plugin.Name);
}
