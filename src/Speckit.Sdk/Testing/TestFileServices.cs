using System.Text;
using System.Text.Unicode;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>The project's files, by the rules of the real host.</summary>
internal sealed class TestFileServices(TestHost host)
{
    private const int LargestFile = 8 * 1024 * 1024;

    public FileList Glob(GlobParams glob) =>
        new([
            .. host.Project.Files.Where(file =>
                glob.Patterns.Any(pattern => GlobPattern.Matches(pattern, file))
                && glob.Exclude?.Any(pattern => GlobPattern.Matches(pattern, file)) != true
            ),
        ]);

    public FileContent Read(ReadFileParams file)
    {
        var path = Parse(file.Path);
        var bytes =
            host.Project.Find(path)
            ?? throw new RpcErrorException(RpcErrorCodes.NotFound, $"There is no file '{file.Path}'.");
        CheckSize(file.Path, bytes);
        return Utf8.IsValid(bytes)
            ? new FileContent(Encoding.UTF8.GetString(bytes))
            : new FileContent(Convert.ToBase64String(bytes), FileContent.Base64);
    }

    public FileList Changed(ChangedFilesParams parameters) => new([.. host.Project.ChangedFiles]);

    public Empty Write(WriteFileParams file)
    {
        var bytes =
            file.Encoding == FileContent.Base64
                ? Convert.FromBase64String(file.Content)
                : Encoding.UTF8.GetBytes(file.Content);
        CheckSize(file.Path, bytes);
        host.Project.CreateFile(Writable(file.Path), bytes);
        return Empty.Instance;
    }

    public Empty CreateDirectory(CreateDirectoryParams directory)
    {
        host.Project.CreateDirectory(Writable(directory.Path));
        return Empty.Instance;
    }

    private static void CheckSize(string path, byte[] content)
    {
        if (content.Length > LargestFile)
        {
            throw new RpcErrorException(
                RpcErrorCodes.TooLarge,
                FormattableString.Invariant($"{path} is larger than {LargestFile} bytes.")
            );
        }
    }

    private static string Writable(string path)
    {
        var parsed = Parse(path);
        return parsed.Split('/')[0] is ".git" or ".specify"
            ? throw new RpcErrorException(RpcErrorCodes.Refused, $"{path}: plugins may not change it.")
            : parsed;
    }

    private static string Parse(string path)
    {
        var segments = path.Split('/').Where(segment => segment.Length > 0 && segment != ".").ToArray();
        var bad =
            path.StartsWith('/')
            || segments.Length == 0
            || segments.Any(segment => segment == ".." || segment.AsSpan().IndexOfAny('\\', '\0', ':') >= 0);
        return bad
            ? throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"'{path}' is not a path below the project: paths are relative, with forward slashes and without '..'."
            )
            : string.Join('/', segments);
    }
}
